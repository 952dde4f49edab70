"""What stands in class lists: headings, roles and last lines, as platforms write them.

All is compared in small letters, without hyphens and underscores.
"""

import re

# In the order in which one is the id before another.
HEADS = {
    "student": (
        *("student id", "username", "user name", "login", "sis login id", "id", "student"),
        *("anmeldename", "id number", "idnumber", "id nummer", "matrikelnummer"),
        *("benutzername", "nutzername", "nutzernamen", "orgdefinedid", "org defined id"),
        *("nom d'utilisateur", "numéro d'identification", "numéro d'étudiant"),
        *("nombre de usuario", "número de id"),
        *("uid", "uin"),  # of PrairieLearn
    ),
    "name": (
        *("name", "full name", "student name", "display name", "displayname", "anzeigename"),
        *("nom complet", "nombre completo"),
    ),
    "first_name": ("first name", "firstname", "given name", "vorname", "prénom", "nombre"),
    "last_name": (
        *("last name", "lastname", "surname", "family name", "nachname"),
        *("nom", "nom de famille", "apellido", "apellidos", "apellido(s)"),
    ),
    "email": (
        *("email", "email address", "mail", "email adresse", "student email", "mail address"),
        *("adresse de courriel", "courriel", "adresse email", "adresse mail"),
        *("dirección de correo", "correo electrónico", "user principal name"),
        *("userprincipalname", "student email address"),
    ),
    "lms_id": ("lms id", "lms user id", "canvas id", "moodle id"),
    "role": (
        *("role", "roles", "course role", "user role", "status", "rolle", "rollen"),
        *("rolle/status", "rôle", "rôles", "rol"),
    ),
}
# In Canvas's own table 'Student' is the name, and 'ID' is Canvas's own number.
CANVAS_HEADS = {
    "student": ("sis login id", "sis user id", "id"),
    "name": ("student",),
    "first_name": ("firstname",),
    "last_name": ("lastname",),
    "email": ("email",),
    "lms_id": ("id",),
}
# Roles of those who hand in nothing.
STAFF = frozenset(
    {
        *("teacher", "editing teacher", "non editing teacher", "teaching assistant", "ta"),
        *("instructor", "lecturer", "professor", "owner", "tutor", "grader", "observer"),
        *("manager", "admin", "administrator", "course builder", "designer", "coordinator"),
        *("dozent", "dozentin", "dozent/in", "lehrende", "lehrende/r", "lehrer", "lehrerin"),
        *("lehrer/in", "trainer/in", "trainer/in ohne bearbeitungsrecht", "kursersteller/in"),
        *("kursadministrator", "kursadministratorin", "kurstutor", "kurstutorin", "besitzer"),
        *("tutorin", "tutor/in", "betreuer", "betreuerin", "betreuer/in", "manager/in"),
        *("enseignant", "enseignant non éditeur", "gestionnaire"),
        *("profesor", "profesor sin permiso de edición", "gestor"),
    }
)
# What a system or a spreadsheet writes into a line of its own, where a person might stand.
NOBODY = re.compile(
    r"(start|end) ?hissheet"
    r"|(grand |sub)?(total|sum|summe|gesamt\w*|insgesamt|count|anzahl)(\W.*)?"
    r"|((class|overall) )?(average|mean|median)(\W.*)?|durchschnitt(\W.*)?|mittelwert(\W.*)?"
    r"|(max(imum)? |total )?points( possible)?|(due )?date|(mögliche|maximale) punkte"
    r"|\(?\d+ (students?|learners?|people|persons?|participants?|users?|members?|rows?"
    r"|teilnehm\w*|personen|studierende)\)?"
)


def plain(heading: str) -> str:
    """Return a heading as it is compared."""
    small = heading.casefold().replace("e-mail", "email").replace("’", "'")
    return " ".join(small.replace("_", " ").replace("-", " ").split())


def teaches(roles: str) -> bool:
    """Tell whether somebody with these roles isn't one of the learners."""
    parts = [plain(part) for part in re.split("[,;|&]", roles)]
    return all(part in STAFF for part in parts)

"""Collecting through nbgrader's exchange on a machine that learners share with their teacher.

nbgrader lets anybody write into the folder of what is handed in. It believes the name that a
submission bears, follows links with the teacher's rights, and stops for all where one can't be
read. Here a submission counts as its owner's; of it only ordinary files of this owner are taken.
"""

import os
import pwd
import stat
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns


class CollectFromOwners(ExchangeCollect):
    """nbgrader's collect, in which nobody hands in for others or what is others'.

    Where all learners have one user id, as in containers, `c.ExchangeCollect.check_owner = False`
    makes names count again.
    """

    def _path_to_record(self, path: str) -> dict[str, Any]:
        record: dict[str, Any] = super()._path_to_record(path)
        owner = _name_of(os.lstat(path).st_uid)
        if not self.check_owner or record["username"] == owner:
            return record
        self.log.warning(f"{path} has another's name, and counts as {owner}'s.")
        return {**record, "username": owner}

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy what belongs to the owner of the folder `src` to `dest`, and leave out the rest."""
        patterns = {"exclude": self.coursedir.ignore, "include": self.coursedir.include}
        left_out = ignore_patterns(**patterns, max_file_size=self.coursedir.max_file_size)
        owner, room = os.lstat(src).st_uid, 1000 * self.coursedir.max_dir_size
        Path(dest).mkdir(parents=True)
        for folder, folders, names in os.walk(src):
            folders[:] = set(folders) - set(left_out(folder, folders))
            for name in sorted(set(names) - set(left_out(folder, names))):
                file = Path(folder, name)
                content = _content(file, owner, room)
                if content is None:
                    self.log.warning(f"{file} is too large, or not a file of {_name_of(owner)}'s.")
                    continue
                room -= len(content)
                copy = dest / file.relative_to(src)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(content)


def _content(file: Path, owner: int, most: int) -> bytes | None:
    """Return what an ordinary file of an owner holds, or None if it isn't one, or too large.

    The file that was opened is asked, so that nothing can be put in its place in between.
    """
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_uid != owner or found.st_size > most:
                return None
            return opened.read(found.st_size)
    except OSError:
        return None


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)

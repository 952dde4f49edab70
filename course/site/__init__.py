"""The course as a web page: lessons that have been run, glossary and guides, by Sphinx."""

"""Rules on the files themselves: where they lie, how long they are, what they must not hold."""

import re

import _source

TOP_FOLDERS = {"physics", "solver", "io", "run", "configs", "tests", ".ci"}
TOP_FILES = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "CHANGELOG.md"}
MAX_LINES = 400
MAX_KIB = 1024
CPP_FOLDERS = (*_source.LAYERS, "tests")

FORBIDDEN = (
    # A path of somebody's machine. Scratch files come from mktemp or the build folder.
    (re.compile(r"(?<![\w.$}/-])/(?:home|root|work|Users|mnt)/[\w.]"), "an absolute path of one machine"),
    (re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b"), "unfinished work"),
    (re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE), "a merge conflict"),
)


def place_complaint(path):
    top, _, rest = path.partition("/")
    if rest:
        if top not in TOP_FOLDERS:
            return f"{path}: '{top}' is not one of the top folders"
    elif top not in TOP_FILES and not top.startswith("."):
        return f"{path}: does not belong at the top"
    if path.endswith((".cpp", ".hpp")) and top not in CPP_FOLDERS:
        return f"{path}: C++ belongs below {', '.join(CPP_FOLDERS)}"
    return None


def text_complaints(path, text):
    complaints = []
    if path.endswith((".cpp", ".hpp")) and text.count("\n") > MAX_LINES:
        complaints.append(f"{path}: {text.count(chr(10))} lines; {MAX_LINES} at most")
    if path.endswith(".hpp") and not text.startswith("#pragma once"):
        complaints.append(f"{path}: a header begins with #pragma once")
    if "\r" in text:
        complaints.append(f"{path}: carriage returns")
    for pattern, what in FORBIDDEN:
        found = pattern.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            complaints.append(f"{path}:{line}: {what}: {found.group(0).strip()}")
    return complaints


def file_complaints(tree):
    complaints = []
    for path in _source.files(tree):
        complaint = place_complaint(path)
        if complaint:
            complaints.append(complaint)
        if (tree / path).stat().st_size > MAX_KIB * 1024:
            complaints.append(f"{path}: larger than {MAX_KIB} KiB")
            continue
        try:
            text = _source.read(tree, path)
        except UnicodeDecodeError:
            continue  # a picture or the like
        complaints += text_complaints(path, text)
    return complaints

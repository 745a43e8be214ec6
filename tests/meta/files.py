"""Files lie where they belong, are short, and name no machine."""

import _files
import _source

_source.report(_files.file_complaints(_source.root()))

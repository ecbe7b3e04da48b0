"""What Office documents hold and their texts don't, as the report names it."""

from __future__ import annotations

PICTURE = "picture"
EMBEDDED = "file embedded in it"
INSERTED = "file inserted in it"
CHART = "chart that can't be read"
DIAGRAM = "diagram that can't be read"
COMMENT = "comment of a cell"
REMARK = "remark that nobody is shown"
SLIDE = "slide that can't be read"
DELETED = "character of tracked deletions"
HIDDEN = "character of hidden text"

"""Every string that the chat shows, in one place, so that other languages can follow."""

TITLE = "Ask your documents"
INTRODUCTION = "Answers are excerpts, word for word, each with its source. Nothing is made up."
QUESTION_LABEL = "Your question"
QUESTION_PLACEHOLDER = "Ask about the documents …"
ASK = "Ask"
CLEAR = "New conversation"
REBUILD = "Rebuild index"
REBUILDING = "Reading and encoding the documents"
REBUILT = (
    "Rebuilt: {documents} documents, {passages} passages, {sentences} sentences in {seconds:.1f} s."
)
UNCHANGED = (
    "Nothing has changed: {documents} documents, {passages} passages, {sentences} sentences."
)
SOURCE_EMPTY = "Click a source to read it here, with the excerpt marked."
SOURCE_LABEL = "Source"
YOU = "You"
BOT = "Documents"
ASKED_AS = "Asked as: {question}"
EDIT = "Edit"
EDIT_LABEL = "Edit this question and ask again"
DOCUMENTS_LABEL = "Documents to ask"
DOCUMENTS_INFO = "None chosen: all of them."
SURE = {0.9: "very likely answers this", 0.7: "likely answers this", 0.0: "may answer this"}
CONFIDENCE = "{words} ({percent} %)"
NEAREST = "Nearest passages — not an answer"
OPEN_SOURCE = "Open source {number}: {title}"
CHANGED = "changed since it was indexed"
EXAMPLES = "For example"
SECTION_QUESTION = "What do the documents say about {section}?"

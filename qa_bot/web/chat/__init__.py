"""The chat page: the conversation and the source beside it."""

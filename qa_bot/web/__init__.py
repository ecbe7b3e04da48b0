"""The server: `QABot` in a browser (by Gradio) and for programs (imported only when it starts)."""

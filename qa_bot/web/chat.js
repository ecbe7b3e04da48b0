// A click on a citation asks Python for its source, one on "Edit" puts the question back into the
// box, one on a thumb keeps it; a new turn is scrolled into view.
element.addEventListener('click', (event) => {
  const edit = event.target.closest('.qa-edit');
  if (edit) {
    trigger('click', { edit: edit.dataset.edit });
    document.querySelector('#qa-question textarea')?.focus();
    return;
  }
  const thumb = event.target.closest('.qa-thumb');
  if (thumb) {
    thumb.parentElement.querySelectorAll('.qa-thumb').forEach((b) => { b.disabled = true; });
    thumb.setAttribute('aria-pressed', 'true');
    trigger('click', { turn: thumb.dataset.turn, helpful: thumb.dataset.helpful });
    return;
  }
  const button = event.target.closest('.qa-open');
  if (!button) return;
  element.querySelectorAll('.qa-open[aria-current]').forEach((b) => b.removeAttribute('aria-current'));
  button.setAttribute('aria-current', 'true');
  const { doc, start, end } = button.dataset;
  trigger('click', { doc, start, end });
});
watch('value', () => {
  const turns = element.querySelectorAll('.qa-turn');
  if (turns.length) turns[turns.length - 1].scrollIntoView({ block: 'start', behavior: 'smooth' });
});

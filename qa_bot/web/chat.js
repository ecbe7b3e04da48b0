// The conversation: a click opens a source, copies a quote, puts a question into the box, stops an
// answer on its way or gives a thumb; a question in the page's address is asked at once; a new turn is scrolled into view.
async function copy(button) {
  const text = button.dataset.copy;
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
  } else {
    const field = document.body.appendChild(document.createElement('textarea'));
    field.value = text;
    field.select();
    document.execCommand('copy');
    field.remove();
  }
  const label = button.textContent;
  button.textContent = texts.COPIED;
  setTimeout(() => { button.textContent = label; }, 1500);
}

function edit(question) {
  const box = document.querySelector('#qa-question textarea');
  box.value = question;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  box.focus();
}

function openSource(button) {
  element.querySelectorAll('.qa-open[aria-current]').forEach((b) => b.removeAttribute('aria-current'));
  button.setAttribute('aria-current', 'true');
  const all = [...button.closest('.qa-citations').querySelectorAll('.qa-open')];
  const { doc, start, end } = button.dataset;
  trigger('click', { doc, start, end, number: all.indexOf(button) + 1, count: all.length });
}

function stop() {
  trigger('stop');
  document.querySelector('#qa-question textarea').focus();
}

function giveThumb(button) {
  button.parentElement.querySelectorAll('.qa-thumb').forEach((b) => { b.disabled = true; });
  button.setAttribute('aria-pressed', 'true');
  trigger('like', { turn: button.dataset.turn, helpful: button.dataset.helpful });
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.matches('.qa-edit')) edit(button.dataset.edit);
  else if (button.matches('.qa-copy')) copy(button);
  else if (button.matches('.qa-stop')) stop();
  else if (button.matches('.qa-thumb')) giveThumb(button);
  else if (button.matches('.qa-open')) openSource(button);
});

const asked = new URLSearchParams(window.location.search);
if (asked.get('q')) {
  history.replaceState(null, '', window.location.pathname);
  trigger('submit', {
    question: asked.get('q'),
    documents: asked.getAll('document'),
    generation: asked.get('generation') ?? '',
  });
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && element.querySelector('.qa-asking')) stop();
});

watch(['value', 'pending'], () => {
  const turns = element.querySelectorAll('.qa-turn, .qa-asking');
  if (turns.length) turns[turns.length - 1].scrollIntoView({ block: 'start', behavior: 'smooth' });
});

// The conversation: a click opens a source, copies a quote, puts a question into the box, stops an
// answer on its way or gives a thumb; a question in the page's address is asked at once; a new turn is
// scrolled into view.
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

// A thumb up is sent at once; a thumb down asks what is wrong first. The thumbs given so far, by the
// exchange they were given to, outlive that the conversation is drawn anew.
const opinions = new Map();

function showThumbs() {
  for (const turn of element.querySelectorAll('.qa-turn')) {
    const given = opinions.get(turn.dataset.exchange);
    if (!given) continue;
    turn.querySelectorAll('.qa-thumb').forEach((thumb) => {
      thumb.disabled = true;
      if (thumb.dataset.helpful === given) thumb.setAttribute('aria-pressed', 'true');
    });
  }
}

function sendThumb(turn, helpful, reason = {}) {
  opinions.set(turn.dataset.exchange, helpful);
  showThumbs();
  trigger('like', { turn: turn.querySelector('.qa-thumb').dataset.turn, helpful, ...reason });
}

function giveThumb(button) {
  const turn = button.closest('.qa-turn');
  const form = turn.querySelector('.qa-reasons');
  if (button.dataset.helpful === 'yes') {
    form.hidden = true;
    sendThumb(turn, 'yes');
  } else {
    form.hidden = false;
    form.querySelector('input').focus();
  }
}

element.addEventListener('submit', (event) => {
  event.preventDefault();
  const sent = new FormData(event.target);
  const choice = sent.get(`qa-reason-${event.target.dataset.turn}`) ?? '';
  event.target.hidden = true;
  sendThumb(event.target.closest('.qa-turn'), 'no', { choice, comment: sent.get('comment') });
});
element.addEventListener('reset', (event) => {
  event.target.hidden = true;
  event.target.closest('.qa-turn').querySelector('.qa-thumb[data-helpful=no]').focus();
});

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
  showThumbs();
  const turns = element.querySelectorAll('.qa-turn, .qa-asking');
  if (turns.length) turns[turns.length - 1].scrollIntoView({ block: 'start', behavior: 'smooth' });
});

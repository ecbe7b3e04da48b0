// What can be done with an answer: context, copies, a link, an opinion.
const turnOf = (part) => part.closest('.qa-turn');

actions.context = async (button) => {
  const quote = $('blockquote', button.closest('.qa-quote'));
  const shown = $$('.qa-context', quote);
  shown.forEach((part) => part.remove());
  const around = shown.length ? null : await call('context', spanOf(button));
  button.textContent = around ? texts.LESS_CONTEXT : texts.MORE_CONTEXT;
  if (!around) return;
  for (const [where, text] of [['prepend', around.before], ['append', around.after]]) {
    const part = document.createElement('span');
    part.className = 'qa-context';
    part.textContent = text;
    quote[where](part);
  }
};

actions.copy = async (button) => {
  const { answer } = turnOf(button).exchange;
  copyText(await call('copy', { kind: button.dataset.kind, citations: answer.citations }));
};

actions.link = (button) => {
  const { answer, documents, generation } = turnOf(button).exchange;
  const asked = [['q', answer.asked_as], ...documents.map((doc) => ['document', doc])];
  const address = new URL(window.location.pathname, window.location.href);
  address.search = new URLSearchParams([...asked, ['version', generation]]);
  copyText(address.href, texts.LINK_COPIED);
};

function showThumbs(turn) {
  $$('[data-do=thumb]', turn).forEach((thumb) => {
    const given = thumb.dataset.helpful === turn.opinion;
    thumb.setAttribute('aria-pressed', String(given));
  });
}

async function sendThumb(turn, helpful, reason = {}) {
  const sent = { exchange: turn.exchange, helpful: helpful === 'yes', ...reason };
  const said = await call('thumb', sent);
  if (said === undefined) return;
  turn.opinion = helpful;
  keepTurn(turn);
  showThumbs(turn);
  toast(said);
}

actions.thumb = (button) => {
  const turn = turnOf(button);
  const form = $('.qa-reasons', turn);
  form.hidden = button.dataset.helpful === 'yes' || !form.hidden;
  if (button.dataset.helpful === 'yes') sendThumb(turn, 'yes');
  else if (!form.hidden) $('input', form).focus();
};

document.addEventListener('submit', (event) => {
  if (!event.target.matches('.qa-reasons')) return;
  event.preventDefault();
  event.target.hidden = true;
  const sent = new FormData(event.target);
  sendThumb(turnOf(event.target), 'no', { choice: sent.get('choice') ?? '', comment: sent.get('comment') });
});
document.addEventListener('reset', (event) => {
  if (!event.target.matches('.qa-reasons')) return;
  event.target.hidden = true;
  $('[data-helpful=no]', turnOf(event.target)).focus();
});

// What is read stays where it is when the column becomes wider or narrower, as by the source beside it.
function keepPlace() {
  const list = $('.qa-turns');
  let width = list.clientWidth;
  let read = null;
  list.addEventListener('scroll', () => {
    if (list.clientWidth !== width) return;
    const top = list.getBoundingClientRect().top;
    const part = $$('.qa-question, .qa-quote, .qa-parts h3', list).find((one) => one.getBoundingClientRect().bottom > top);
    read = part && { part, top: part.getBoundingClientRect().top };
  });
  new ResizeObserver(() => {
    if (list.clientWidth !== width && read?.part.isConnected) {
      list.scrollTop += read.part.getBoundingClientRect().top - read.top;
    }
    width = list.clientWidth;
  }).observe(list);
}

// A link asks its question again, once the documents are known.
function followLink() {
  const linked = new URLSearchParams(window.location.search);
  if (!linked.get('q')) return;
  history.replaceState(null, '', window.location.pathname);
  newChat();
  if (linked.get('version') && linked.get('version') !== state.version) toast(texts.LINKED);
  ask(linked.get('q'), linked.getAll('document'));
}

// The source beside the answer: it opens on a citation, follows the answer and closes with it.
const viewer = () => $('.qa-viewer');
const source = () => $('.qa-source');
const right = () => $('#qa-right');
const isOpen = () => right().classList.contains('open');
let chip = null;

function placeOf(button) {
  const all = $$('.qa-chip', button.closest('.qa-answer'));
  return { ...spanOf(button), number: all.indexOf(button) + 1, count: all.length };
}

// Where an excerpt stood when the answer was given, with its words: the document may have changed since.
function spanOf(button) {
  const { doc, start, end } = button.dataset;
  const { citations = [], nearest = [] } = turnOf(button).exchange?.answer ?? {};
  const cited = [...citations, ...nearest].find((one) => one.doc_id === doc && one.start === Number(start)
    && one.end === Number(end));
  return { doc, start: Number(start), end: Number(end), quote: cited?.quote ?? '' };
}

async function openSource(place, by = null) {
  viewer().setAttribute('aria-busy', 'true');
  const html = await call('source', place);
  viewer().removeAttribute('aria-busy');
  if (html === undefined) return false;
  const focused = viewer().contains(document.activeElement) ? document.activeElement.dataset : null;
  const { view } = source()?.dataset ?? {};
  chip?.removeAttribute('aria-current');
  chip = by;
  chip?.setAttribute('aria-current', 'true');
  viewer().innerHTML = html;
  if (place.page !== undefined && view) source().dataset.view = view;
  if (!isOpen()) {
    $('.toggle-button', right()).click();
    if (narrow.matches) history.pushState({ source: true }, '');
    await until(() => getComputedStyle(viewer()).visibility === 'visible'); // else it takes no focus
  }
  found = [];
  showZoom();
  scrollToMark();
  const steps = $('.qa-steps [aria-label]:not(button)', viewer())?.getAttribute('aria-label') ?? '';
  say(`${texts.SOURCE}: ${$('h2', viewer()).textContent}. ${steps}`);
  if (focused) {
    const again = $$(`[data-do="${focused.do}"]:not(:disabled)`, viewer());
    (again.find((button) => button.dataset.by === focused.by) ?? again[0] ?? $('h2', viewer())).focus();
  }
  return true;
}

function closeSource() {
  if (!isOpen()) return;
  const inside = viewer().contains(document.activeElement);
  $('.toggle-button', right()).click();
  chip?.removeAttribute('aria-current');
  if (inside) (chip?.isConnected ? chip : box()).focus();
  if (history.state?.source) history.back();
}

// On wide screens an answer's first excerpt opens by itself; a source of another answer never stays.
function showFirstSource(turn) {
  const first = turn.exchange.answer.answered && $('.qa-chip', turn);
  if (first && wide.matches && !matchMedia('print').matches) openSource(placeOf(first), first);
  else closeSource();
}

function step(by, from) {
  const turn = from?.closest('.qa-turn') ?? chip?.closest('.qa-turn');
  if (!turn) return;
  const all = $$('.qa-chip', turn);
  const next = all[all.includes(chip) ? all.indexOf(chip) + by : 0];
  if (!next) return;
  const folded = next.closest('details.qa-other');
  if (folded) folded.open = true;
  next.scrollIntoView({ block: 'nearest' });
  openSource(placeOf(next), next);
}

function scrollToMark() {
  const page = source().dataset.view === 'page';
  const target = $$(page ? '.qa-box' : 'mark', viewer()).find((mark) => mark.checkVisibility());
  const pane = $(page ? '.qa-page' : '.qa-text', viewer());
  if (!target) return;
  const [at, all] = [target.getBoundingClientRect(), pane.getBoundingClientRect()];
  pane.scrollTop += at.top - all.top - pane.clientHeight / 3;
  pane.scrollLeft += at.left - all.left - 24;
}

function showView(name) {
  if (name === 'page' && !$('.qa-page', viewer())) return;
  source().dataset.view = name;
  $$('.qa-table', viewer()).filter((table) => table.scrollWidth > table.clientWidth).forEach((table) => { table.tabIndex = 0; });
  $$('[data-do=view]', viewer()).forEach((b) => b.setAttribute('aria-pressed', String(b.dataset.view === name)));
}

function showZoom() {
  document.documentElement.style.setProperty('--zoom', localStorage.getItem('qa_bot.zoom') ?? '1');
  showView(source().dataset.view);
}

// Find: in the text as it reads, over the borders of marks, cells and paragraphs.
let found = [];
let at = -1;

function findWords(sought) {
  [found, at] = [[], -1];
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean).join(' ');
  const places = [];
  let text = '';
  let block = null;
  const walker = document.createTreeWalker($('.qa-text', viewer()), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (parentElement.closest('[hidden]')) continue;
    const inside = parentElement.closest('p, td, th, li, code, h3, h4, h5, h6');
    if (inside !== block && !text.endsWith(' ')) {
      text += ' ';
      places.push([walker.currentNode, 0]);
    }
    block = inside;
    for (let i = 0; i < data.length; i += 1) {
      const blank = /\s/.test(data[i]);
      if (blank && text.endsWith(' ')) continue;
      text += blank ? ' ' : data[i].toLowerCase().slice(0, 1);
      places.push([walker.currentNode, i]);
    }
  }
  for (let i = text.indexOf(words); words && i >= 0; i = text.indexOf(words, i + words.length)) {
    const range = new Range();
    range.setStart(...places[i]);
    const [node, offset] = places[i + words.length - 1];
    range.setEnd(node, offset + 1);
    found.push(range);
  }
  showFound(1);
  if (!words) $('.qa-find output').textContent = '';
}

function showFound(by) {
  if (found.length) at = (at + by + found.length) % found.length;
  $('.qa-find output').textContent = found.length
    ? fill(texts.FOUND, { number: at + 1, count: found.length }) : texts.FOUND_NONE;
  window.CSS?.highlights?.set('qa-found', new Highlight(...found));
  window.CSS?.highlights?.set('qa-found-now', new Highlight(...found.slice(at, at + 1)));
  if (!found.length) return;
  showView('text');
  const pane = $('.qa-text', viewer());
  pane.scrollTop += found[at].getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}

actions.source = async (button, event) => {
  if (await openSource(placeOf(button), button) && (narrow.matches || event.detail === 0)) $('h2', viewer()).focus();
};
actions.document = async ({ dataset }) => {
  closeMenu();
  if (await openSource({ doc: dataset.doc })) $('h2', viewer()).focus();
};
actions.step = (button) => step(Number(button.dataset.by));
actions.turn = (button) => {
  const { doc, start, end, number, count, page } = source().dataset;
  openSource({
    doc, start: Number(start), end: Number(end), number: Number(number), count: Number(count),
    page: Number(page) + Number(button.dataset.by),
  }, chip);
};
actions.view = (button) => {
  showView(button.dataset.view);
  scrollToMark();
};
actions.zoom = (button) => {
  const zoom = Number(localStorage.getItem('qa_bot.zoom') ?? 1) * (button.dataset.by > 0 ? 1.2 : 1 / 1.2);
  localStorage.setItem('qa_bot.zoom', Math.min(4, Math.max(0.7, zoom)).toFixed(2));
  showZoom();
  scrollToMark();
};
actions.find = () => {
  const form = $('.qa-find');
  form.hidden = !form.hidden;
  $(form.hidden ? '[data-do=find]' : '.qa-find input', viewer()).focus();
  findWords(form.hidden ? '' : $('input', form).value);
};
actions.found = (button) => showFound(Number(button.dataset.by));
actions.section = (button) => {
  showView('text');
  const pane = $('.qa-text', viewer());
  const heading = $(`[data-at="${button.dataset.at}"]`, pane);
  if (heading) pane.scrollTop += heading.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.focus({ preventScroll: true });
};
actions['close-source'] = closeSource;
document.addEventListener('input', (event) => {
  if (event.target.closest('.qa-find')) findWords(event.target.value);
});
document.addEventListener('submit', (event) => {
  if (!event.target.matches('.qa-find')) return;
  event.preventDefault();
  showFound(1);
});
window.addEventListener('popstate', () => {
  if (isOpen() && narrow.matches) closeSource();
});

// The width is dragged, or changed with the arrow keys, and remembered.
function setWidth(width) {
  const shown = Math.max(360, Math.min(900, window.innerWidth - 640, width));
  document.documentElement.style.setProperty('--viewer', `${shown}px`);
  $('.qa-grip')?.setAttribute('aria-valuenow', shown);
  localStorage.setItem('qa_bot.viewer', width);
}
document.addEventListener('pointerdown', (event) => {
  if (!event.target.matches('.qa-grip')) return;
  event.target.setPointerCapture(event.pointerId);
  event.target.onpointermove = (moved) => setWidth(window.innerWidth - moved.clientX);
  event.target.onpointerup = () => { event.target.onpointermove = null; };
});

// The source viewer: steps between excerpts and pages, contents, search, and on a phone a dialog.
const narrow = window.matchMedia('(max-width: 768px)');
const panel = element;
const find = (selector) => panel.querySelector(selector);
const openButton = () => document.querySelector('#qa-conversation .qa-open[aria-current]');

function stepExcerpt(by) {
  const current = openButton();
  if (!current) return;
  const all = [...current.closest('.qa-citations').querySelectorAll('.qa-open')];
  all[all.indexOf(current) + by]?.click();
}

function turnPage(by) {
  const { doc, start, end, number, count, page } = find('.qa-source').dataset;
  trigger('click', { doc, start, end, number, count, page: Number(page) + by });
}

function showView(name) {
  if (!find('.qa-page')) return;
  find('.qa-page').hidden = name !== 'page';
  find('.qa-text').hidden = name !== 'text';
  panel.querySelectorAll('[data-view]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.view === name));
  });
  scrollToMark();
}

function scrollToMark() {
  scrollTo(find('.qa-text').hidden ? find('.qa-box') : find('#qa-mark'), 1 / 3);
}

// Scrolls the text or the page, not the window; `share` of the box stays above the target.
function scrollTo(target, share) {
  const box = find('.qa-text').hidden ? find('.qa-sheet-box') : find('.qa-text');
  if (!target) return;
  const offset = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += offset - box.clientHeight * share;
}

// Search highlights ranges without touching the text.
let found = [];
let at = -1;
let sought = '';

function search(text) {
  const words = text.trim().toLocaleLowerCase();
  if (words === sought) return;
  sought = words;
  found = [];
  at = -1;
  const walker = document.createTreeWalker(find('.qa-text'), NodeFilter.SHOW_TEXT);
  while (words && walker.nextNode()) {
    const { data } = walker.currentNode;
    const lower = data.toLocaleLowerCase();
    for (let i = lower.indexOf(words); i >= 0; i = lower.indexOf(words, i + words.length)) {
      if (i + words.length > data.length) break;
      const range = new Range();
      range.setStart(walker.currentNode, i);
      range.setEnd(walker.currentNode, i + words.length);
      found.push(range);
    }
  }
}

function showFound(by) {
  if (found.length) at = (at + by + found.length) % found.length;
  find('.qa-find output').textContent = !sought ? '' : !found.length ? texts.FOUND_NONE
    : texts.FOUND.replace('{number}', at + 1).replace('{count}', found.length);
  if (!window.CSS?.highlights) return;
  CSS.highlights.set('qa-found', new Highlight(...found));
  CSS.highlights.set('qa-found-now', new Highlight(...found.slice(at, at + 1)));
  if (!found.length) return;
  showView('text');
  scrollTo(found[at], 1 / 3);
}

// On a phone the panel lies over the page as a dialog.
function openDrawer() {
  if (!narrow.matches) return;
  document.querySelector('#qa-columns').classList.add('qa-reading');
  find('.qa-source').setAttribute('role', 'dialog');
  find('.qa-source').setAttribute('aria-modal', 'true');
  document.querySelector('#qa-left').inert = true;
  find('.qa-close').focus();
}

function closeDrawer() {
  document.querySelector('#qa-columns').classList.remove('qa-reading');
  document.querySelector('#qa-left').inert = false;
  const source = find('.qa-source');
  ['role', 'aria-modal'].forEach((name) => source?.removeAttribute(name));
  openButton()?.focus();
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { step, view, at: section } = button.dataset;
  if (button.matches('.qa-step')) stepExcerpt(Number(step));
  else if (button.matches('.qa-turn-page')) turnPage(Number(step));
  else if (button.matches('.qa-close')) closeDrawer();
  else if (view) showView(view);
  else if (section) {
    showView('text');
    find('.qa-contents').open = false;
    scrollTo(find(`[data-section="${section}"]`), 0);
    find('.qa-text').focus({ preventScroll: true });
  }
});
element.addEventListener('input', (event) => {
  if (event.target.type !== 'search') return;
  search(event.target.value);
  showFound(1);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  showFound(1);
});
element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeDrawer();
  if (event.target.matches('input') || event.altKey || event.ctrlKey || event.metaKey) return;
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by) stepExcerpt(by);
});
narrow.addEventListener('change', closeDrawer);
// The source that is in the panel already does not change when it is opened again.
document.addEventListener('click', (event) => {
  const button = event.target.closest('.qa-open');
  const shown = find('.qa-source')?.dataset;
  if (button && shown?.doc === button.dataset.doc && shown.start === button.dataset.start) openDrawer();
});
watch('value', () => {
  [found, at, sought] = [[], -1, ''];
  window.CSS?.highlights?.clear();
  if (!find('.qa-source')) return;
  openDrawer();
  scrollToMark();
});

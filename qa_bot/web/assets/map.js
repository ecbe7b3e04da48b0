// The map of the documents: pointer or arrow keys choose a place on it, a click or Enter opens it; a
// document's name shows where its passages lie.
const picture = () => $('.qa-picture');
const inMap = (selector) => $(selector, picture());
const dots = () => $$('.qa-dot', picture());
let points = [];
let titles = [];
let here = -1;

function showPlace(number) {
  here = number;
  const [document_, start, end, section, text] = points[number];
  const dot = dots()[number];
  const ring = inMap('.qa-here');
  ['cx', 'cy'].forEach((name) => ring.setAttribute(name, dot.getAttribute(name)));
  ring.setAttribute('visibility', 'visible');
  const [doc, title] = titles[document_];
  inMap('.qa-map-said p').textContent = [title, section, text].filter(Boolean).join(' · ');
  Object.assign(inMap('.qa-map-said button').dataset, { doc, start, end });
  inMap('.qa-map-said').classList.add('qa-chosen');
}

function dotPlace(number) {
  const dot = dots()[number];
  return [Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy'))];
}

// The nearest passage to a place, of those that `counts`; -1 where none does.
function nearest(x, y, counts = () => true) {
  let best = [Infinity, -1];
  dots().forEach((dot, number) => {
    const [dx, dy] = [dot.getAttribute('cx') - x, dot.getAttribute('cy') - y];
    if (counts(dx, dy, number) && Math.hypot(dx, dy) < best[0]) best = [Math.hypot(dx, dy), number];
  });
  return best[1];
}

function follow(event) {
  const box = inMap('svg').getBoundingClientRect();
  const { width, height } = inMap('svg').viewBox.baseVal;
  const x = ((event.clientX - box.left) / box.width) * width;
  const y = ((event.clientY - box.top) / box.height) * height;
  const number = nearest(x, y, (dx, dy) => Math.hypot(dx, dy) < 5);
  if (number >= 0 && number !== here) showPlace(number);
  return number;
}

function walk(dx, dy) {
  if (here < 0) return showPlace(0);
  const [x, y] = dotPlace(here);
  const ahead = (a, b, number) => number !== here && a * dx + b * dy > 0
    && Math.abs(a * dy + b * dx) <= Math.abs(a * dx + b * dy);
  const number = nearest(x, y, ahead);
  return number < 0 ? undefined : showPlace(number);
}

document.addEventListener('toggle', async (event) => {
  if (event.target !== picture() || !event.target.open || inMap('.qa-map')) return;
  const html = await call('picture');
  if (!html) return;
  $('div', picture()).innerHTML = html;
  const field = inMap('.qa-map-field');
  points = JSON.parse(field.dataset.points);
  titles = JSON.parse(field.dataset.documents);
  here = -1;
}, true);
document.addEventListener('pointermove', (event) => {
  if (event.target.closest?.('.qa-map-field') && event.pointerType !== 'touch') follow(event);
});
actions.place = ({ dataset: { doc, start, end } }) => {
  if (doc) openSource({ doc, start: Number(start), end: Number(end) });
};
document.addEventListener('click', (event) => {
  if (!event.target.closest('.qa-map-field')) return;
  if (follow(event) >= 0 && event.pointerType !== 'touch') inMap('.qa-map-said button').click();
});
document.addEventListener('keydown', (event) => {
  if (!event.target.closest?.('.qa-map-field')) return;
  const by = {
    ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  }[event.key];
  if (by) walk(...by);
  else if (event.key === 'Enter' && here >= 0) inMap('.qa-map-said button').click();
  else return;
  event.preventDefault();
});

function lightUp(event, on) {
  const number = event.target.closest?.('.qa-document')?.dataset.number;
  if (number === undefined || !inMap('svg')) return;
  inMap('svg').classList.toggle('qa-marked', on);
  dots().forEach((dot, n) => {
    dot.classList.toggle('qa-lit', on && String(points[n][0]) === number);
  });
}
[['pointerover', true], ['pointerout', false], ['focusin', true], ['focusout', false]]
  .forEach(([name, on]) => document.addEventListener(name, (event) => lightUp(event, on)));

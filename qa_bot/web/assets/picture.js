// The picture of the corpus: pointer or arrow keys choose a passage on the map, a click or Enter
// opens it; a document's name shows where its passages lie.
const find = (selector) => element.querySelector(selector);
let points = [];
let titles = [];
let here = -1;

function show(number) {
  here = number;
  const [document_, start, end, section, text] = points[number];
  const dot = element.querySelectorAll('.qa-dot')[number];
  const ring = find('.qa-here');
  ['cx', 'cy'].forEach((name) => ring.setAttribute(name, dot.getAttribute(name)));
  ring.setAttribute('visibility', 'visible');
  const [doc, title] = titles[document_];
  find('.qa-map-said p').textContent = [title, section, text].filter(Boolean).join(' · ');
  Object.assign(find('.qa-map-said .qa-open').dataset, { doc, start, end });
  find('.qa-map-said').classList.add('qa-chosen');
}

function placeOf(number) {
  const dot = element.querySelectorAll('.qa-dot')[number];
  return [Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy'))];
}

// The nearest passage to a place, of those that `counts`; -1 where none does.
function nearest(x, y, counts = () => true) {
  let best = [Infinity, -1];
  element.querySelectorAll('.qa-dot').forEach((dot, number) => {
    const [dx, dy] = [dot.getAttribute('cx') - x, dot.getAttribute('cy') - y];
    if (counts(dx, dy, number) && Math.hypot(dx, dy) < best[0]) best = [Math.hypot(dx, dy), number];
  });
  return best[1];
}

function follow(event) {
  const box = find('svg').getBoundingClientRect();
  const { width, height } = find('svg').viewBox.baseVal;
  const x = ((event.clientX - box.left) / box.width) * width;
  const y = ((event.clientY - box.top) / box.height) * height;
  const number = nearest(x, y, (dx, dy) => Math.hypot(dx, dy) < 5);
  if (number >= 0 && number !== here) show(number);
  return number;
}

function step(dx, dy) {
  if (here < 0) return show(0);
  const [x, y] = placeOf(here);
  const ahead = (a, b, number) => number !== here && a * dx + b * dy > 0
    && Math.abs(a * dy + b * dx) <= Math.abs(a * dx + b * dy);
  const number = nearest(x, y, ahead);
  return number < 0 ? undefined : show(number);
}

function open(button) {
  const { doc, start, end } = button.dataset;
  if (!doc) return;
  document.querySelector('#qa-tabs [role=tab]').click();
  trigger('click', { doc, start, end });
}

element.addEventListener('toggle', (event) => {
  if (event.target.open && !find('.qa-map')) trigger('draw');
}, true);
element.addEventListener('pointermove', (event) => {
  if (event.target.closest('.qa-map-field') && event.pointerType !== 'touch') follow(event);
});
element.addEventListener('click', (event) => {
  const button = event.target.closest('.qa-open');
  if (button) open(button);
  else if (event.target.closest('.qa-map-field')) {
    const chosen = follow(event) >= 0;
    if (chosen && event.pointerType !== 'touch') find('.qa-map-said .qa-open').click();
  }
});
element.addEventListener('keydown', (event) => {
  if (!event.target.closest('.qa-map-field')) return;
  const by = {
    ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  }[event.key];
  if (by) step(...by);
  else if (event.key === 'Enter' && here >= 0) find('.qa-map-said .qa-open').click();
  else return;
  event.preventDefault();
});

function mark(event, on) {
  const number = event.target.closest?.('.qa-document')?.dataset.number;
  if (number === undefined || !find('svg')) return;
  find('svg').classList.toggle('qa-marked', on);
  element.querySelectorAll('.qa-dot').forEach((dot, n) => {
    dot.classList.toggle('qa-lit', on && String(points[n][0]) === number);
  });
}
[['pointerover', true], ['pointerout', false], ['focusin', true], ['focusout', false]]
  .forEach(([name, on]) => element.addEventListener(name, (event) => mark(event, on)));
watch('value', () => {
  const field = find('.qa-map-field');
  points = field ? JSON.parse(field.dataset.points) : [];
  titles = field ? JSON.parse(field.dataset.documents) : [];
  here = -1;
  find('.qa-here')?.setAttribute('visibility', 'hidden');
});

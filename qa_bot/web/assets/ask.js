// Questions: drawn at once, one at a time; what comes for one that was stopped is not shown.
let asking = null;
const PENDING = 'qa_bot.pending';
const DRAFT = 'qa_bot.draft';
const scope = new Set();
const box = () => $('#qa-question textarea');
const turns = () => $$('.qa-turns > .qa-turn');

function setBox(text) {
  box().value = text;
  box().dispatchEvent(new Event('input', { bubbles: true }));
}

function addTurn(id, question) {
  const turn = $('.qa-turn-frame').content.firstElementChild.cloneNode(true);
  turn.id = `turn-${id}`;
  $('h2', turn).textContent = question;
  const later = turns().find((other) => other.id > turn.id);
  $('.qa-turns').insertBefore(turn, later ?? null);
  document.body.dataset.empty = 'no';
  const said = $('h2', turn);
  if (said.scrollHeight > said.clientHeight) said.tabIndex = 0;
  return turn;
}

function ask(question, documents = [...scope]) {
  const text = question.trim();
  if (asking || !text || !state.can_ask) return;
  const earlier = turns().filter((turn) => turn.exchange?.answer).slice(-20);
  const turn = addTurn(makeId(), text);
  asking = { id: turn.id, turn };
  document.body.dataset.asking = 'yes';
  sessionStorage.setItem(PENDING, text);
  if (box().value.trim() === text) setBox('');
  $('.qa-answer', turn).innerHTML = $('.qa-wait-frame').innerHTML;
  if (document.body.dataset.lost === 'yes') $('.qa-waiting span', turn).textContent = texts.AWAITED;
  turn.scrollIntoView({ block: 'start' });
  trigger('ask', {
    id: turn.id,
    question: text,
    turns: earlier.map(({ exchange: { answer } }, number) => [
      answer.asked_as.slice(0, 2000), number === earlier.length - 1 ? answer.text : '']),
    documents,
  });
}

function endAsking() {
  const ended = asking;
  asking = null;
  document.body.dataset.asking = 'no';
  sessionStorage.removeItem(PENDING);
  showRoom();
  return ended;
}

function stopAsking() {
  if (!asking) return;
  const { id, turn } = endAsking();
  call('stop', id, true);
  if (!box().value.trim()) setBox($('h2', turn).textContent);
  turn.remove();
  document.body.dataset.empty = turns().length ? 'no' : 'yes';
  say(texts.STOPPED);
  box().focus();
}

function receive(message) {
  if (!message?.id || message.id !== asking?.id) return;
  if (message.progress) {
    $('.qa-waiting span', asking.turn).innerHTML = message.progress;
    say($('.qa-waiting', asking.turn).textContent);
  } else if (message.error) failAsking(message.error);
  else {
    const { turn } = endAsking();
    turn.exchange = message.exchange;
    $('.qa-answer', turn).innerHTML = message.html;
    keepTurn(turn);
    say($('.qa-answer', turn).innerText);
    showFirstSource(turn);
  }
}

function failAsking(said) {
  if (!asking) return;
  showFailed(endAsking().turn, said);
  refresh();
}

function showFailed(turn, said) {
  $('.qa-answer', turn).innerHTML = $('.qa-failed-frame').innerHTML;
  $('.qa-error', turn).textContent = said;
}

// Gradio loads the page anew when the connection was lost: a question that was on its way can be
// asked again, and what was being written stands in the box.
function showPending() {
  setBox(sessionStorage.getItem(DRAFT) ?? '');
  const question = sessionStorage.getItem(PENDING);
  if (!question) return;
  sessionStorage.removeItem(PENDING);
  const turn = addTurn(makeId(), question);
  showFailed(turn, texts.FAILED);
  turn.scrollIntoView({ block: 'start' });
}

// How much room is left, what is asked, and whether there is anything to send.
function showRoom() {
  const left = box().maxLength - box().value.length;
  $('.qa-tools output').textContent = left < 200 ? fill(texts.LEFT, { count: left }) : '';
  $('#qa-question .submit-button').disabled = !box().value.trim() || !state.can_ask || !!asking;
}

function showScope() {
  const title = scope.size === 1 ? state.titles[[...scope][0]] : undefined;
  const said = scope.size ? title ?? fill(texts.SOME_DOCUMENTS, { count: scope.size }) : texts.ALL_DOCUMENTS;
  const chip = $('[data-do=scope]');
  chip.textContent = said;
  chip.title = scope.size ? texts.ASK_ALL : '';
  chip.toggleAttribute('data-chosen', scope.size > 0);
  $$('[data-scope]').forEach((check) => { check.checked = scope.has(check.dataset.scope); });
}

actions.ask = (button) => ask(button.dataset.question);
actions.again = (button) => {
  const turn = button.closest('.qa-turn');
  ask(turn.exchange?.answer.asked_as ?? $('h2', turn).textContent, turn.exchange?.documents);
};
actions.edit = (button) => {
  setBox(button.dataset.question ?? $('h2', button.closest('.qa-turn')).textContent);
  box().focus();
};
actions.scope = () => {
  if (scope.size) {
    scope.clear();
    showScope();
  } else if (narrow.matches) actions.menu();
  else $('[data-scope]')?.focus();
};
document.addEventListener('change', (event) => {
  const { scope: doc } = event.target.dataset;
  if (doc === undefined) return;
  if (event.target.checked) scope.add(doc);
  else scope.delete(doc);
  showScope();
});
document.addEventListener('input', (event) => {
  if (event.target !== box()) return;
  sessionStorage.setItem(DRAFT, box().value);
  showRoom();
});
// Gradio tells of Enter and of the button a little later; by then other words may stand in the box.
document.addEventListener('keydown', (event) => {
  if (event.target !== box() || event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  ask(box().value);
}, true);
document.addEventListener('click', (event) => {
  if (!event.target.closest('#qa-question .submit-button')) return;
  event.stopPropagation();
  ask(box().value);
}, true);
window.addEventListener('qa-stop', stopAsking);
window.addEventListener('qa-failed', () => failAsking(texts.FAILED));
watch('value', () => receive(props.value));

// Conversations are kept in this browser alone: listed, opened, renamed, deleted, exported.
const KEPT = 'qa_bot.conversations';
const CURRENT = 'qa_bot.current';
const MOST = 100;
const panel = () => document.querySelector('#qa-history');

function readKept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

function writeKept(conversations) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(conversations.slice(0, MOST)));
  } catch {
    console.warn('qa_bot: this browser keeps no more conversations');
  }
  listKept();
}

function keepTurns(turns) {
  if (!turns.length) {
    sessionStorage.removeItem(CURRENT);
    return;
  }
  const exchanges = turns.map((turn) => JSON.parse(turn.dataset.exchange));
  const id = sessionStorage.getItem(CURRENT) ?? String(Date.now());
  const before = readKept();
  const name = before.find((c) => c.id === id)?.name ?? exchanges[0].answer.question.slice(0, 80);
  sessionStorage.setItem(CURRENT, id);
  writeKept([{ id, name, exchanges }, ...before.filter((c) => c.id !== id)]);
}

function openKept(id) {
  const found = readKept().find((c) => c.id === id);
  if (!found) return;
  sessionStorage.setItem(CURRENT, id);
  trigger('apply', { exchanges: found.exchanges });
}

function addButton(item, label, action, id) {
  const button = item.appendChild(document.createElement('button'));
  button.type = 'button';
  button.className = 'qa-small';
  button.textContent = label;
  button.dataset.action = action;
  button.dataset.id = id;
  return button;
}

function listKept() {
  const list = panel()?.querySelector('ul');
  if (!list) return;
  list.replaceChildren();
  for (const { id, name } of readKept()) {
    const item = list.appendChild(document.createElement('li'));
    const current = id === sessionStorage.getItem(CURRENT);
    const open = addButton(item, name, 'open', id);
    if (current) open.setAttribute('aria-current', 'true');
    addButton(item, texts.RENAME, 'rename', id).setAttribute('aria-label', `${texts.RENAME}: ${name}`);
    addButton(item, texts.DELETE, 'delete', id).setAttribute('aria-label', `${texts.DELETE}: ${name}`);
  }
  panel().querySelector('.qa-none').hidden = list.children.length > 0;
}

function startRenaming(item, id) {
  const field = document.createElement('input');
  field.value = item.querySelector('[data-action=open]').textContent;
  field.setAttribute('aria-label', texts.RENAME);
  item.replaceChildren(field);
  field.focus();
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') listKept();
    if (event.key !== 'Enter' || !field.value.trim()) return;
    writeKept(readKept().map((c) => (c.id === id ? { ...c, name: field.value.trim() } : c)));
  });
}

function currentName() {
  const id = sessionStorage.getItem(CURRENT);
  return readKept().find((c) => c.id === id)?.name ?? texts.CONVERSATION;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('#qa-history button');
  if (!button) return;
  const { action, id, export: kind } = button.dataset;
  if (kind) exportTurns(kind, currentName());
  else if (action === 'open') openKept(id);
  else if (action === 'rename') startRenaming(button.parentElement, id);
  else if (action === 'delete') {
    writeKept(readKept().filter((c) => c.id !== id));
    if (id === sessionStorage.getItem(CURRENT)) document.querySelector('#qa-clear').click();
  }
});
document.addEventListener('toggle', (event) => {
  if (event.target.closest('#qa-history')) listKept();
}, true);
watch('value', () => keepTurns([...element.querySelectorAll('.qa-turn')]));
if (new URLSearchParams(window.location.search).get('q')) sessionStorage.removeItem(CURRENT);
else openKept(sessionStorage.getItem(CURRENT));

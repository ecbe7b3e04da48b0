// Chats are kept in this browser alone. Each turn has a key of its own, so that two tabs which go on
// with one chat never overwrite each other; what another tab adds is shown here too.
const CHAT = 'qa_bot.chat.';
const TURN = 'qa_bot.turn.';
let chat = sessionStorage.getItem('qa_bot.open');

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

const keysWith = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start)).sort();
const chats = () => keysWith(CHAT).map((key) => ({ id: key.slice(CHAT.length), ...read(key) }))
  .sort((a, b) => b.updated - a.updated);
const turnsOf = (id) => keysWith(`${TURN}${id}.`)
  .map((key) => ({ id: key.slice(`${TURN}${id}.`.length), ...read(key) }));

// Write; where the browser has no room, the oldest other chat goes first.
function write(key, value) {
  for (;;) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return;
    } catch {
      const oldest = chats().filter(({ id }) => id !== chat).pop();
      if (!oldest) {
        toast(texts.STORAGE_FULL);
        return;
      }
      forget(oldest.id);
    }
  }
}

function forget(id) {
  const keys = [`${CHAT}${id}`, ...keysWith(`${TURN}${id}.`)];
  const gone = keys.map((key) => [key, localStorage.getItem(key)]);
  keys.forEach((key) => localStorage.removeItem(key));
  return gone;
}

function setChat(id) {
  chat = id;
  if (id) sessionStorage.setItem('qa_bot.open', id);
  else sessionStorage.removeItem('qa_bot.open');
  listChats();
}

const shorten = (text) => (text.length > 80 ? `${text.slice(0, 79).trimEnd()}…` : text);

function keepTurn(turn) {
  if (!chat) setChat(makeId());
  const kept = read(`${CHAT}${chat}`) ?? { name: shorten($('h2', turn).textContent) };
  write(`${CHAT}${chat}`, { ...kept, updated: Date.now() });
  const id = turn.id.slice('turn-'.length);
  write(`${TURN}${chat}.${id}`, { exchange: turn.exchange, opinion: turn.opinion });
  listChats();
}

// Draw kept turns; while the server can't, their words stand there.
async function showTurns(kept, quiet = false) {
  const open = chat;
  const drawn = await call('draw', kept.map(({ exchange }) => exchange), quiet);
  if (chat !== open) return;
  if (!drawn) reached = false;
  kept.slice(drawn ? kept.length - drawn.length : 0).forEach(({ id, exchange, opinion }, number) => {
    const known = $(`#turn-${CSS.escape(id)}`);
    if (known?.exchange || (!drawn && (known || !exchange.answer.text))) return;
    const turn = known ?? addTurn(id, exchange.answer.question);
    if (drawn) Object.assign(turn, { exchange, opinion });
    $('.qa-answer', turn).innerHTML = drawn ? drawn[number].html : $('.qa-kept-frame').innerHTML;
    if (drawn) showThumbs(turn);
    else $('blockquote', turn).textContent = exchange.answer.text;
  });
}

const drawable = (id) => turnsOf(id).filter(({ exchange }) => exchange?.answer);

function newChat() {
  stopAsking();
  closeSource();
  turns().forEach((turn) => turn.remove());
  document.body.dataset.empty = 'yes';
  setChat(null);
}

async function openChat(id) {
  newChat();
  const kept = drawable(id);
  if (!kept.length) return;
  setChat(id);
  document.body.dataset.empty = 'no';
  await showTurns(kept);
  turns().pop()?.scrollIntoView({ block: 'start' });
}

function groupOf(updated) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  if (updated >= midnight) return texts.TODAY;
  return updated >= midnight - 7 * 86400_000 ? texts.WEEK : texts.OLDER;
}

// A chat is found by its name and by what was asked in it.
function isFound({ id, name }, sought) {
  if (!sought || name.toLowerCase().includes(sought)) return true;
  return turnsOf(id).some(({ exchange }) => exchange?.answer?.question?.toLowerCase().includes(sought));
}

function listChats() {
  const list = $('.qa-chats');
  if ($('input', list)) return; // it is being renamed
  const sought = $('.qa-sought').value.trim().toLowerCase();
  const focused = document.activeElement.closest('.qa-chats [data-chat]')?.dataset.chat;
  list.replaceChildren();
  let group = '';
  for (const { id, name, updated } of chats().filter((one) => isFound(one, sought))) {
    if (groupOf(updated) !== group) {
      group = groupOf(updated);
      list.appendChild(document.createElement('h2')).textContent = group;
    }
    const row = list.appendChild($('.qa-chat-frame').content.firstElementChild.cloneNode(true));
    row.dataset.chat = id;
    const open = $('[data-do=open-chat]', row);
    open.textContent = name;
    if (id === chat) open.setAttribute('aria-current', 'true');
    $('summary', row).setAttribute('aria-label', fill(texts.CHAT_MENU, { name }));
  }
  if (!list.children.length) list.appendChild(document.createElement('p')).textContent = texts.NO_CHATS;
  if (focused) ($(`[data-chat="${focused}"] [data-do=open-chat]`, list) ?? $('.qa-sought')).focus();
  $('.qa-bar h1').textContent = read(`${CHAT}${chat}`)?.name ?? texts.NEW_CHAT;
}

const chatOf = (button) => button.closest('[data-chat]').dataset.chat;
actions.new = () => {
  newChat();
  actions.chat();
  closeMenu();
  box().focus();
};
actions['open-chat'] = (button) => {
  actions.chat();
  closeMenu();
  openChat(chatOf(button));
};
actions.rename = (button) => {
  const row = button.closest('[data-chat]');
  const field = document.createElement('input');
  field.value = $('[data-do=open-chat]', row).textContent;
  field.setAttribute('aria-label', texts.RENAME);
  $('[data-do=open-chat]', row).replaceWith(field);
  field.select();
  const end = (keep) => {
    field.onblur = null;
    const key = `${CHAT}${row.dataset.chat}`;
    if (keep && field.value.trim()) write(key, { ...read(key), name: field.value.trim() });
    if (field === document.activeElement) $('summary', row).focus();
    field.remove();
    listChats();
  };
  field.onblur = () => end(true);
  field.onkeydown = (event) => {
    if (!['Enter', 'Escape'].includes(event.key)) return;
    event.stopPropagation();
    event.preventDefault(); // else Enter presses what then has the focus
    end(event.key === 'Enter');
  };
};
actions.delete = (button) => {
  const id = chatOf(button);
  const { name } = read(`${CHAT}${id}`);
  const gone = forget(id);
  const open = id === chat;
  if (open) newChat();
  else listChats();
  toast(fill(texts.CHAT_DELETED, { name }), () => {
    gone.forEach(([key, value]) => localStorage.setItem(key, value));
    if (open && !chat) openChat(id);
    else listChats();
  });
};
actions.export = async (button) => {
  const id = chatOf(button);
  const exchanges = turnsOf(id).map(({ exchange }) => exchange);
  const file = await call('export', { kind: button.dataset.kind, name: read(`${CHAT}${id}`).name, exchanges });
  if (file) save(file);
};
actions.print = async (button) => {
  if (chatOf(button) !== chat) await openChat(chatOf(button));
  window.print();
};
document.addEventListener('input', (event) => {
  if (event.target.matches('.qa-sought')) {
    listChats();
    filterDocuments(event.target.value);
  }
});
window.addEventListener('storage', ({ key, newValue }) => {
  if (chat && key === `${CHAT}${chat}` && newValue === null && !asking) newChat();
  listChats();
  const start = `${TURN}${chat}.`;
  if (chat && key?.startsWith(start) && newValue) showTurns([{ id: key.slice(start.length), ...read(key) }]);
});

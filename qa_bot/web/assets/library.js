// The library, and the welcome where there is none yet: files that are chosen or dropped go to the API
// one by one; buttons remove a document, go back to an earlier generation or build the first index.
async function upload(file, list) {
  const item = list.appendChild(document.createElement('li'));
  item.textContent = texts.UPLOADING.replace('{name}', file.name);
  const body = new FormData();
  body.append('files', file);
  let said = texts.UPLOAD_FAILED;
  try {
    const reply = await fetch('api/v1/documents', { method: 'POST', body });
    said = reply.ok ? texts.UPLOADED : (await reply.json()).detail;
    item.className = reply.ok ? '' : 'qa-bad';
  } catch {
    item.className = 'qa-bad';
  }
  item.textContent = `${file.name}: ${said}`;
}

async function uploadAll(files) {
  const list = element.querySelector('.qa-uploads');
  for (const file of files) await upload(file, list);
  kept = list.innerHTML;
  trigger('upload');
}

let kept = '';
element.addEventListener('change', (event) => {
  if (event.target.type === 'file') uploadAll([...event.target.files]);
});
element.addEventListener('dragover', (event) => {
  if (event.target.closest('.qa-drop')) event.preventDefault();
});
element.addEventListener('drop', (event) => {
  if (!event.target.closest('.qa-drop')) return;
  event.preventDefault();
  uploadAll([...event.dataTransfer.files]);
});
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.matches('.qa-build')) trigger('build');
  if (button?.matches('.qa-remove')) trigger('delete', { doc: button.dataset.doc });
  if (button?.matches('.qa-back')) trigger('undo', { generation: button.dataset.to });
});
watch('value', () => {
  const list = element.querySelector('.qa-uploads');
  if (list) list.innerHTML = kept;
  kept = '';
});

// Reads a token here and now. There is no request in this file, and there must never be one.
const form = document.getElementById('decoder');
const field = document.getElementById('token');
const place = document.getElementById('decoded');
const say = place.dataset;
const MOMENTS = ['iat', 'exp', 'nbf', 'auth_time', 'updated_at'];
const meanings = new Map([...document.querySelectorAll('#token-words [data-name]')]
  .map((each) => [each.dataset.name, each.textContent]));

const element = (name, text, ...children) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};
const note = (text, kind) => {
  const made = element('p', text);
  made.className = `note ${kind}`;
  return made;
};
const opened = (part) => {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return null;
  try {
    const bytes = Uint8Array.from(atob(part.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
    const read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return read !== null && typeof read === 'object' && !Array.isArray(read) ? read : null;
  } catch { return null; }
};
const inWords = (name, value) => {
  const shown = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  if (!MOMENTS.includes(name) || typeof value !== 'number' || Math.abs(value) > 8e12) return shown;
  const how = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Ho_Chi_Minh' };
  const moment = new Date(value * 1000).toLocaleString(say.lang, how);
  const state = name === 'exp' ? ` (${value * 1000 < Date.now() ? say.expired : say.valid})` : '';
  return `${shown} · ${moment}${state}`;
};
const table = (caption, members) => {
  const body = element('tbody');
  for (const [name, value] of Object.entries(members)) {
    const head = element('th', '', element('code', name));
    head.scope = 'row';
    if (meanings.has(name)) {
      const meaning = element('span', meanings.get(name));
      meaning.className = 'small muted';
      head.append(document.createElement('br'), meaning);
    }
    const cell = element('td', inWords(name, value));
    cell.dataset.l = say.value;
    body.append(element('tr', '', head, cell));
  }
  const made = element('table', '', element('caption', caption), body);
  made.className = 'stack values';
  return made;
};
const findings = (text) => {
  const parts = text.split('.');
  if (parts.length === 1) return [note(text.length > 20 ? say.opaque : say.parts, 'warn')];
  if (parts.length !== 3 && parts.length !== 5) return [note(say.parts, 'bad')];
  const header = opened(parts[0]);
  if (header === null) return [note(`${say.broken} ${say.header}`, 'bad')];
  if (parts.length === 5) return [note(say.encrypted, 'warn'), table(say.header, header)];
  const payload = opened(parts[1]);
  if (payload === null) return [note(`${say.broken} ${say.payload}`, 'bad'), table(say.header, header)];
  const unsigned = String(header.alg).toLowerCase() === 'none';
  const first = unsigned ? note(say.none, 'bad') : parts[2] === '' ? note(say.signature, 'bad') : note(say.good, 'good');
  return [first, table(say.header, header), table(say.payload, payload)];
};

form.addEventListener('submit', (event) => event.preventDefault());
field.addEventListener('input', () => {
  const text = field.value.replace(/\s+/g, '').replace(/^Bearer(?=ey)/i, '');
  place.replaceChildren(...(text ? findings(text) : []));
});
form.hidden = false;

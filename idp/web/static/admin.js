// Addresses are checked while they are typed; the same check comes with the form, so nothing is lost without it.
const WAIT = 350;
const check = async (field) => {
  const list = document.getElementById(`${field.id}-findings`);
  const asked = field.value;
  const body = new URLSearchParams({ uri: asked, kind: field.dataset.kind || '', member: field.dataset.member || '' });
  const token = field.form.elements.csrf_token.value;
  const answer = await fetch(field.dataset.check, { method: 'POST', body, headers: { 'X-CSRFToken': token } });
  if (answer.ok && !answer.redirected && field.value === asked) list.innerHTML = await answer.text();
};
document.querySelectorAll('[data-check]').forEach((field) => {
  let timer;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => check(field).catch(() => {}), WAIT);
  });
});
// Ticking what an application wants opens what has to be said about it.
document.querySelectorAll('.ground > .choice input').forEach((box) => {
  box.addEventListener('change', () => { box.closest('.ground').querySelector('details').open = box.checked; });
});

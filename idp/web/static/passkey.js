// Passkeys: the browser is asked for one, and the form carries its answer. Without it the other ways are there.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const named = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

const ceremonies = {
  create: (asked) => navigator.credentials.create({ publicKey: {
    ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: named(asked.excludeCredentials),
  } }),
  get: (asked) => navigator.credentials.get({ publicKey: {
    ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials),
  } }),
};

const answerOf = (made) => {
  const response = {};
  for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (made.response[part]) response[part] = text(made.response[part]);
  }
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
};

const run = async (form) => {
  const headers = { 'X-CSRFToken': form.elements.csrf_token.value };
  const asked = await fetch(form.dataset.options, { method: 'POST', headers });
  const options = await asked.json();
  if (options.confirm) { window.location.assign(options.confirm); return; }
  if (!asked.ok) throw new Error(options.error);
  form.elements.answer.value = answerOf(await ceremonies[form.dataset.passkey](options));
  form.submit();
};

if (window.PublicKeyCredential) {
  document.querySelectorAll('[data-passkey]').forEach((form) => {
    const failed = form.querySelector('[data-failed]');
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      delete form.dataset.sent;
      failed.hidden = true;
      run(form).catch(() => { failed.hidden = false; });
    });
  });
}

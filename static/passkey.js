// Lets a button read a key: data-passkey says what for, data-credential which field takes
// what the key answers. The conversation with the browser is allauth's.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("button[data-passkey]")) {
    const { passkey, credential } = button.dataset;
    const ids = { [passkey]: button.id, credential, data: "js_data" };
    window.allauth.webauthn.forms[`${passkey}Form`]({ ids });
  }
});

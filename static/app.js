/* The few things a page cannot do by itself. No page depends on them. */
"use strict";

// Designsystemet's hints for developers; tests check the same things.
window.dsWarnings = false;

// A second press on a button sends nothing twice. Not for downloads (data-again),
// where the page stays, nor when the form is stopped by someone else.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches("[method=get], [data-again]")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "true";
});
// Coming back with the browser's back button: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
});

// What htmx swapped in may ask for the focus: a heading or a message says where one is.
// (An error summary takes it by itself.)
document.addEventListener("htmx:afterSettle", (event) => {
  const wants = event.target.matches?.("[data-focus]")
    ? event.target
    : event.target.querySelector?.("[data-focus]");
  if (!wants || event.target.querySelector?.("ds-error-summary")) return;
  if (!wants.hasAttribute("tabindex")) wants.setAttribute("tabindex", "-1");
  wants.focus();
});

// A request of htmx that fails says so in the place for messages, and keeps the page. A fault
// of the program has a number by which it is found in the logs.
const tellOfFailure = (event) => {
  const texts = document.querySelector("meta[name=ui-texts]");
  const request = event.detail.xhr;
  const number = request?.status >= 500 && request.getResponseHeader("X-Request-ID");
  const alert = document.createElement("div");
  const text = document.createElement("p");
  alert.className = "ds-alert message";
  alert.dataset.color = "danger";
  text.textContent = number ? `${texts.content} ${texts.dataset.reference} ${number}` : texts.content;
  alert.append(text);
  document.getElementById("messages").replaceChildren(alert);
};
document.addEventListener("htmx:responseError", tellOfFailure);
document.addEventListener("htmx:sendError", tellOfFailure);

// Photos one after the other, from the camera and from the folder: none puts out the former.
const photosOf = new WeakMap();
const showPhotos = (box) => {
  const all = new DataTransfer();
  const lines = photosOf.get(box).map((file) => {
    all.items.add(file);
    const line = box.querySelector("[data-photos-line]").content.firstElementChild.cloneNode(true);
    line.querySelector("[data-name]").textContent = file.name;
    line.querySelector("button").addEventListener("click", () => {
      photosOf.set(box, photosOf.get(box).filter((each) => each !== file));
      showPhotos(box);
      box.querySelector("input[multiple]").focus();
    });
    return line;
  });
  box.querySelector("input[multiple]").files = all.files;
  box.querySelector("[data-photos-list]").replaceChildren(...lines);
};
document.addEventListener("change", (event) => {
  const box = event.target.matches("input[type=file]") && event.target.closest("[data-photos]");
  if (!box) return;
  photosOf.set(box, [...(photosOf.get(box) ?? []), ...event.target.files]);
  if (!event.target.multiple) event.target.value = "";
  showPhotos(box);
});

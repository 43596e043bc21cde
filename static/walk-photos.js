/* Photos of a walk: made smaller on the device, shown at once, sent when they can be.

   Several may be taken one after the other; none waits for the one before to be confirmed. */
"use strict";

(() => {
  if (!window.walk) return;
  const LONGEST_SIDE = 2000;
  const QUALITY = 0.85;
  // Addresses of the photos that wait, by key: each is made once.
  const addresses = new Map();

  // A telephone's photo is five to ten times what is needed. What the browser cannot read
  // goes as it is; the program writes all photos anew.
  const shrink = async (file) => {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const paper = canvas.getContext("2d");
      paper.fillStyle = "white";
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY))) ?? file;
    } catch {
      return file;
    }
  };

  const take = async (article, files) => {
    for (const file of files) await queue.add({ ...walk.item(article, "photo", file.name), blob: await shrink(file) });
  };

  const lineOf = (key) => {
    const line = document.getElementById("photo-line").content.firstElementChild.cloneNode(true);
    line.dataset.photo = key;
    return line;
  };
  const listOf = (article) => article.querySelector(".photos");
  const find = (article, key) => listOf(article).querySelector(`[data-photo="${key}"]`);

  const showWaiting = (article) => {
    const items = walk.of(article.dataset.question, "photo");
    for (const item of items) {
      if (find(article, item.key)) continue;
      const line = lineOf(item.key);
      if (!addresses.has(item.key)) addresses.set(item.key, URL.createObjectURL(item.blob));
      line.querySelector("img").src = addresses.get(item.key);
      line.querySelector("a").removeAttribute("href");
      line.querySelector(".waits").hidden = false;
      line.dataset.waits = item.id;
      listOf(article).append(line);
    }
    for (const line of listOf(article).querySelectorAll("[data-waits]"))
      if (!items.some((item) => item.key === line.dataset.photo)) forget(line);
    const gone = walk.of(article.dataset.question, "removal").map((item) => item.fields.photo);
    for (const line of listOf(article).children) line.hidden = gone.includes(line.dataset.photo);
  };
  const forget = (line) => {
    URL.revokeObjectURL(addresses.get(line.dataset.photo));
    addresses.delete(line.dataset.photo);
    line.remove();
  };

  // How the question stands has all photos that the program has.
  const showSaved = (article, photos) => {
    for (const line of [...listOf(article).children])
      if (!line.dataset.waits && !photos.some((photo) => photo.id === line.dataset.photo)) line.remove();
    for (const photo of photos) {
      const old = find(article, photo.id);
      if (old && !old.dataset.waits) continue;
      if (old) forget(old);
      const line = lineOf(photo.id);
      line.querySelector("img").src = photo.thumbnail;
      line.querySelector("a").href = photo.photo;
      line.querySelector("form").action = photo.remove;
      listOf(article).append(line);
    }
  };

  walk.box.addEventListener("change", ({ target }) => {
    if (!target.matches(".photo-form [type=file]")) return;
    const files = [...target.files];
    target.value = "";
    take(target.closest("article.question"), files);
  });
  walk.box.addEventListener("submit", (event) => {
    if (!event.target.matches(".remove-form")) return;
    event.preventDefault();
    const article = event.target.closest("article.question");
    const { photo, waits } = event.target.closest("[data-photo]").dataset;
    article.querySelector(".photo-form input").focus();
    if (waits) queue.drop(waits);
    else queue.add({ ...walk.item(article, "removal"), url: event.target.action, fields: { photo } });
  });
  document.addEventListener("walk:change", () => walk.articles.forEach(showWaiting));
  document.addEventListener("walk:stands", ({ detail }) => showSaved(detail.article, detail.stands.photos));
})();

// Passkeys, which only scripts can ask the browser for, and a button that prints.

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const says = form.querySelector("[data-passkey-says]");

  const say = (sentence) => {
    says.querySelector("li").textContent = sentence;
    says.hidden = false;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    says.hidden = true;
    const options = JSON.parse(document.getElementById("passkey-options").textContent);
    const isNew = form.dataset.passkey === "create";
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
      say(form.dataset.passkeyMissing);
      return;
    }
    try {
      const credential = isNew
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.answer.value = JSON.stringify(credential.toJSON());
    } catch {
      say(form.dataset.passkeyFailed);
      return;
    }
    form.submit();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

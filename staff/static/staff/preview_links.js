// Copies the address of a preview link. The old command comes first: it asks for no permission and works without HTTPS.
for (const button of document.querySelectorAll("[data-copies]")) {
  button.addEventListener("click", async () => {
    const address = document.getElementById(button.dataset.copies);
    address.select();
    let copied = document.execCommand("copy");
    if (!copied && navigator.clipboard) {
      copied = await navigator.clipboard.writeText(address.value).then(() => true, () => false);
    }
    document.getElementById("copied").textContent = copied ? button.dataset.copied : button.dataset.notCopied;
  });
}

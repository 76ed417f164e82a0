// Beside the script of passkeys: what only works with a script is shown, and what went wrong is said on the page.
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const sentence of document.querySelectorAll("[data-passkey-failed]")) {
    sentence.hidden = false;
    sentence.setAttribute("role", "alert");
  }
});

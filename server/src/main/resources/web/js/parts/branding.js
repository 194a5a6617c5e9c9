// The colours and the name of an operator that has its own; fetched at no other's.

const sheet = document.createElement('link');
sheet.rel = 'stylesheet';
sheet.href = '/api/branding.css';
document.head.append(sheet);

const answer = await fetch('/api/branding');
const {logoText} = (await answer.json()).branding;
if (logoText) {
  document.querySelectorAll('.brand').forEach((brand) => (brand.lastChild.textContent = logoText));
}

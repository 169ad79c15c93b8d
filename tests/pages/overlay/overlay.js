// On pages that ask for it: a toast in a closed shadow tree, and a frame of the extension's own.
if (document.documentElement.dataset.overlay !== undefined) {
  const toast = document.createElement('div');
  toast.style.cssText = 'position: fixed; right: 16px; top: 16px; z-index: 9';
  const shade = toast.attachShadow({ mode: 'closed' });
  shade.innerHTML =
    '<p style="padding: 8px; background: #fff">New mail from <b style="background: #00c800">isla.ferrow@kelpstone.net</b></p>';
  const vault = document.createElement('iframe');
  vault.src = chrome.runtime.getURL('vault.html');
  vault.style.cssText = 'position: fixed; right: 16px; top: 90px; width: 300px; height: 60px; border: 0; z-index: 9';
  vault.addEventListener('load', () => document.documentElement.setAttribute('data-ready', 'yes'));
  document.body.append(toast, vault);
}

import '@shoelace-style/shoelace/dist/themes/light.css';
import '@shoelace-style/shoelace/dist/components/button/button.js';
import '@shoelace-style/shoelace/dist/components/checkbox/checkbox.js';
import '@shoelace-style/shoelace/dist/components/details/details.js';
import '@shoelace-style/shoelace/dist/components/dialog/dialog.js';
import '@shoelace-style/shoelace/dist/components/input/input.js';
import '@shoelace-style/shoelace/dist/components/option/option.js';
import '@shoelace-style/shoelace/dist/components/range/range.js';
import '@shoelace-style/shoelace/dist/components/select/select.js';
import '@shoelace-style/shoelace/dist/components/switch/switch.js';
import '@shoelace-style/shoelace/dist/components/tab-group/tab-group.js';
import '@shoelace-style/shoelace/dist/components/tab-panel/tab-panel.js';
import '@shoelace-style/shoelace/dist/components/tab/tab.js';
import '@shoelace-style/shoelace/dist/components/textarea/textarea.js';

const root = document.getElementById('root');
root.style.cssText = 'width: 700px';
root.innerHTML = `
  <sl-tab-group>
    <sl-tab slot="nav" panel="general">General</sl-tab>
    <sl-tab slot="nav" panel="alerts">Alerts</sl-tab>
    <sl-tab-panel name="general">
      <sl-input name="project" label="Project name" clearable></sl-input><br>
      <sl-select name="region" label="Region" value="eu">
        <sl-option value="eu">Europe</sl-option><sl-option value="us">America</sl-option><sl-option value="ap">Asia</sl-option>
      </sl-select><br>
      <sl-textarea name="about" label="Description" rows="3"></sl-textarea><br>
      <sl-button id="save">Save</sl-button> <sl-button id="ask" variant="danger">Delete project</sl-button>
    </sl-tab-panel>
    <sl-tab-panel name="alerts">
      <sl-checkbox name="mail">Mail</sl-checkbox> <sl-switch name="weekly">Weekly summary</sl-switch><br><br>
      <sl-range name="limit" label="Limit" min="0" max="100" value="50"></sl-range><br>
      <sl-details summary="Advanced"><sl-input name="channel" label="Channel"></sl-input></sl-details>
    </sl-tab-panel>
  </sl-tab-group>
  <sl-dialog label="Delete this project?">
    It can't be brought back.
    <sl-button slot="footer" id="keep">Keep it</sl-button>
  </sl-dialog>`;

const at = (name) => root.querySelector(`[name=${name}]`);
const dialog = root.querySelector('sl-dialog');
let saved = 0;
let asked = 0;
root.querySelector('#save').addEventListener('click', () => {
  saved += 1;
});
root.querySelector('#ask').addEventListener('click', () => {
  asked += 1;
  dialog.show();
});
root.querySelector('#keep').addEventListener('click', () => dialog.hide());
await Promise.all(['sl-input', 'sl-select', 'sl-tab', 'sl-dialog'].map((tag) => customElements.whenDefined(tag)));
window.surface = {
  state: () => ({
    project: at('project').value,
    region: at('region').value,
    about: at('about').value,
    mail: at('mail').checked,
    weekly: at('weekly').checked,
    limit: at('limit').value,
    channel: at('channel').value,
    saved,
    asked,
    open: dialog.open,
  }),
};

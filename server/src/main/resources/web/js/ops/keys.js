// Keys that programs sign with: created, shown once, revoked. Of the holder at `path`, below the operators.

import {ops} from '/js/core/api.js';
import {html, nothing, when} from '/js/core/view.js';
import {FormPage, desk} from '/js/ops/form.js';

const MAX_LIVE = 2;

class DeskKeys extends FormPage {
  static properties = {path: {}};

  constructor() {
    super();
    this.keys = [];
    this.secret = null;
    this.chosen = null;
  }

  willUpdate(changed) {
    if (changed.get('path') && this.open) {
      this.secret = null;
      this.look();
    }
  }

  async load() {
    ({keys: this.keys} = await ops('GET', this.path));
    this.requestUpdate();
  }

  #make = () =>
    this.change(
      'keys',
      async () => {
        this.secret = await ops('POST', this.path, {});
        return this.secret.secretPart
          ? `Requested. A different staff member must approve change ${this.secret.changeRequest}, and gets the other half of the secret.`
          : undefined;
      },
      'Key created.',
    );

  #revoke(key) {
    return async () => {
      this.chosen = key;
      this.requestUpdate();
      await this.updateComplete;
      this.asks('revoke')();
    };
  }

  render() {
    const live = this.keys.filter(({revokedAt}) => !revokedAt);
    return html`${
      this.secret
        ? html`<div class="card notice"><p>Copy the secret now: it is not shown again.</p><dl class="proof"><dt>Key</dt><dd>${this.secret.keyId}</dd>
          <dt>${this.secret.secretPart ? 'First half of the secret' : 'Secret'}</dt><dd class="shown-once" data-secret>${this.secret.secret ?? this.secret.secretPart}</dd></dl>
        <button type="button" data-action="copied" @click=${() => ((this.secret = null), this.requestUpdate())}>I have it</button></div>`
        : nothing
    }
      ${
        this.keys.length
          ? html`<ul class="sessions">${this.keys.map(
              ({
                keyId,
                createdAt,
                revokedAt,
              }) => html`<li data-key=${keyId}><span><span class="mono">${keyId}</span><br><span class="dim">created ${when(createdAt)}${revokedAt ? html`, revoked ${when(revokedAt)}` : nothing}</span></span>
        ${desk.changes && !revokedAt ? html`<button type="button" class="danger" data-action="revoke" @click=${this.#revoke(keyId)}>Revoke<span class="hidden"> ${keyId}</span></button>` : nothing}</li>`,
            )}</ul>`
          : html`<p class="dim">None yet.</p>`
      }
      ${this.refusal('page')}
      ${
        desk.changes
          ? html`<div class="actions"><button type="button" data-action="make-key" ?disabled=${this.busy || live.length >= MAX_LIVE} @click=${this.#make}>Create key</button></div>${this.refusal('keys')}
        ${
          this.chosen
            ? this.ask('revoke', `Revoke ${this.chosen}?`, {
                place: 'keys',
                words: 'Requests signed with it are refused at once. This cannot be undone.',
                yes: 'Yes, revoke it',
                said: 'Key revoked.',
                danger: true,
                work: () => ops('DELETE', `${this.path}/${this.chosen}`).then(() => undefined),
              })
            : nothing
        }`
          : this.refusal('keys')
      }`;
  }
}

customElements.define('desk-keys', DeskKeys);

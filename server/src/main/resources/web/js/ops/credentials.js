// Password and second factor of the own staff account, with recovery codes to keep.

import {ops} from '/js/core/api.js';
import {html, nothing, svg} from '/js/core/view.js';
import {FormPage, desk} from '/js/ops/form.js';

const QUIET_ZONE = 4;

/** Changes the own password; also required after signing in by a password set by another member. */
class OwnPassword extends FormPage {
  /** Also open while only setting up a second factor is permitted. */
  get open() {
    return Boolean(desk.member);
  }

  #change = this.submit(
    'password',
    async ({current, password, code}) => {
      const {username, secondFactor} = desk.member;
      await ops('POST', `/staff/${username}/password`, {current, password, ...(code ? {code} : {})});
      // the code of a second factor is good once, so its owner signs in again
      const signedIn = secondFactor ? null : await ops('POST', '/session', {username, password}).catch(() => null);
      desk.is(signedIn?.staff ?? null);
    },
    '',
  );

  render() {
    const {mustChangePassword, secondFactor, username} = desk.member ?? {};
    return html`<form class="card" data-place="password" @submit=${this.#change} aria-labelledby="own-password">
      <h2 id="own-password">${mustChangePassword ? 'Choose your own password' : 'Password'}</h2>
      <p class="dim">${mustChangePassword ? 'The password you signed in with was set by another member. Choose a new one that only you know to continue.' : 'All your other sessions end.'}</p>
      <input type="hidden" name="username" autocomplete="username" value=${username ?? ''} />
      ${this.field('password', 'current', 'Current password', {type: 'password', autocomplete: 'current-password', required: true})}
      ${this.field('password', 'password', 'New password', {type: 'password', autocomplete: 'new-password', hint: '12 characters or more.', required: true})}
      ${secondFactor ? this.field('password', 'code', 'Second-factor code', {autocomplete: 'one-time-code', required: true}) : nothing}
      ${this.refusal('password')}
      <button class=${mustChangePassword ? 'action' : ''} data-action="change-password" ?disabled=${this.busy}>Change the password</button>
    </form>`;
  }
}

customElements.define('own-password', OwnPassword);

class SecondFactor extends FormPage {
  static properties = {begun: {state: true}, codes: {state: true}};

  constructor() {
    super();
    this.begun = null;
    this.codes = null;
    this.left = 0;
  }

  /** Also open while only setting up a second factor is permitted. */
  get open() {
    return Boolean(desk.member);
  }

  async load() {
    this.left = (await ops('GET', '/second-factor')).recoveryCodesLeft;
  }

  #begin = this.submit(
    'begin',
    async ({password}) => {
      this.begun = await ops('POST', '/second-factor', {password});
      this.updateComplete.then(() => this.querySelector('[name=code]').focus());
    },
    '',
  );

  #confirm = this.submit(
    'confirm',
    async ({code}) => {
      this.codes = (await ops('POST', '/second-factor/confirm', {code})).recoveryCodes;
      this.begun = null;
    },
    'Your second factor is set. Your other sessions have ended.',
  );

  #renew = this.submit(
    'renew',
    async (proof) => {
      this.codes = (await ops('POST', '/second-factor/recovery-codes', proof)).recoveryCodes;
    },
    'The old recovery codes are invalid.',
  );

  #remove = this.submit(
    'remove',
    async (proof) => {
      await ops('POST', '/second-factor/removal', proof);
      await desk.look();
    },
    'Your second factor is removed; your password alone lets you in.',
  );

  /** Its forms go with what they did, so the card says at its top what was done. */
  refusal(place) {
    return this.error(place);
  }

  /** Only now is the session told: what it may not do before it can do from here on. */
  async #kept() {
    this.codes = null;
    await desk.look();
  }

  render() {
    return html`<section class="card" aria-labelledby="factor">
      <h2 id="factor">Second factor</h2>
      <p class="saved" role="status">${Object.values(this.said)}</p>
      ${this.codes ? this.#codes() : this.begun ? this.#secret() : desk.member?.secondFactor ? this.#set() : this.#none()}
    </section>`;
  }

  #none() {
    return html`<p>With a second factor, signing in takes your password and a code from an app on your phone.</p>
      <form data-place="begin" @submit=${this.#begin}>
        ${this.field('begin', 'password', 'Your password', {type: 'password', autocomplete: 'current-password', required: true})}
        ${this.refusal('begin')}
        <button class="action" data-action="begin" ?disabled=${this.busy}>Set up two-factor authentication</button>
      </form>`;
  }

  #secret() {
    const {qr, secret, uri} = this.begun;
    const size = qr.size + 2 * QUIET_ZONE;
    return html`<p>Scan this with an authenticator app, or type the key into it. It is shown only now.</p>
      <svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="QR code of the key below" shape-rendering="crispEdges">
        ${svg`<rect width=${size} height=${size} fill="#fff"></rect><path transform="translate(${QUIET_ZONE} ${QUIET_ZONE})" d=${qr.path} fill="#000"></path>`}
      </svg>
      <dl class="proof"><dt>Key</dt><dd data-secret=${secret}>${secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</dd>
        <dt>On this phone</dt><dd><a href=${uri}>Open the app</a></dd></dl>
      <form data-place="confirm" @submit=${this.#confirm}>
        ${this.field('confirm', 'code', 'Code the app shows', {autocomplete: 'one-time-code', inputmode: 'numeric', required: true})}
        ${this.refusal('confirm')}
        <button class="action" data-action="confirm" ?disabled=${this.busy}>Confirm</button>
      </form>`;
  }

  #codes() {
    return html`<p><b>Store these recovery codes somewhere other than your phone.</b> Each lets you in once without it. They are shown only now.</p>
      <ol class="codes mono">${this.codes.map((code) => html`<li>${code}</li>`)}</ol>
      <button class="action" data-action="kept" @click=${() => this.#kept()}>I have saved them</button>`;
  }

  #set() {
    const proof = (place) => html`<div class="pair">
      ${this.field(place, 'password', 'Your password', {type: 'password', autocomplete: 'current-password', required: true})}
      ${this.field(place, 'code', 'Code', {autocomplete: 'one-time-code', hint: 'Of your app, or a recovery code.', required: true})}</div>${this.refusal(place)}`;
    return html`<p><span class="gain">✓</span> It is set. ${this.left} of your recovery codes are left.</p>
      <details><summary>New recovery codes</summary><form data-place="renew" @submit=${this.#renew}>${proof('renew')}
        <button data-action="renew" ?disabled=${this.busy}>Make new ones</button></form></details>
      <details><summary>Remove it</summary><form data-place="remove" @submit=${this.#remove}>${proof('remove')}
        <button class="danger" data-action="remove" ?disabled=${this.busy}>Remove</button></form></details>
      ${nothing}`;
  }
}

customElements.define('second-factor', SecondFactor);

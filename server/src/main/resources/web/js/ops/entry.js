// How those who work here get in: with their account and, where they have one, the code of their second factor; the
// first of them with the token that the server printed when it started.

import {ops} from '/js/core/api.js';
import {View, html, nothing} from '/js/core/view.js';
import {desk} from '/js/ops/desk.js';
import '/js/ops/second-factor.js';

const SETUP = '#setup=';

// So many times more when too many sign in at once; each try waits at the casino.
const INSISTS = 5;

async function insist(path, body) {
  for (let left = INSISTS; ; left--) {
    try {
      return await ops('POST', path, body);
    } catch (problem) {
      if (problem.code !== 'busy' || left === 0) {
        throw problem;
      }
    }
  }
}

class OpsEntry extends View {
  static properties = {refusal: {state: true}, busy: {state: true}, needsCode: {state: true}};

  constructor() {
    super();
    this.refusal = null;
    this.busy = false;
    this.needsCode = false;
    this.token = location.hash.startsWith(SETUP) ? location.hash.slice(SETUP.length) : null;
  }

  async #submit(event) {
    event.preventDefault();
    const {username, password, code} = Object.fromEntries(new FormData(event.target));
    this.busy = true;
    this.refusal = null;
    try {
      if (this.token) {
        await insist('/setup', {token: this.token, username, password});
        this.token = null;
        history.replaceState(null, '', location.pathname);
      }
      desk.is((await insist('/session', this.needsCode ? {username, password, code} : {username, password})).staff);
    } catch (problem) {
      this.#refused(problem);
    } finally {
      this.busy = false;
    }
  }

  async #refused(problem) {
    const first = problem.code === 'code_needed' && !this.needsCode;
    this.needsCode ||= first;
    this.refusal = first ? null : problem.field && problem.field !== 'code' ? `${problem.field} ${problem.message}` : problem.message;
    if (this.needsCode) {
      await this.updateComplete;
      this.querySelector('[name=code]').select();
      this.querySelector('[name=code]').focus();
    }
  }

  render() {
    const fresh = Boolean(this.token);
    return html`<form class="card entry" @submit=${(event) => this.#submit(event)}>
      <h2>${fresh ? 'Make the first account' : 'Sign in'}</h2>
      <p class="dim">${fresh ? 'It is the platform\u2019s and may do everything.' : html`For those who work here. An account is made by
        <code>./pitboss staff create NAME --role operator</code>.`}</p>
      <p><label>User name <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required></label></p>
      <p><label>Password <input name="password" type="password" autocomplete=${fresh ? 'new-password' : 'current-password'} required></label></p>
      ${this.needsCode ? html`<p><label>Code of your second factor <input name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required
        aria-describedby="code-hint"></label></p><p class="dim" id="code-hint">Six digits of your app, or a recovery code.</p>` : nothing}
      <p role="alert" class="loss">${this.refusal ?? nothing}</p>
      <p><button class="primary" ?disabled=${this.busy}>${fresh ? 'Make it and sign in' : 'Sign in'}</button></p>
    </form>`;
  }
}

customElements.define('ops-entry', OpsEntry);

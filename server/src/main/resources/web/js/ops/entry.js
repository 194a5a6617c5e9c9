// How those who work here get in: with their account, or the first of them with the token that the server
// printed when it started.

import {View, html, nothing} from '/js/core/view.js';

const SETUP = '#setup=';

class OpsEntry extends View {
  static properties = {refusal: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.refusal = null;
    this.busy = false;
    this.token = location.hash.startsWith(SETUP) ? location.hash.slice(SETUP.length) : null;
  }

  async #submit(event) {
    event.preventDefault();
    const {username, password} = Object.fromEntries(new FormData(event.target));
    this.busy = true;
    this.refusal = null;
    try {
      if (this.token) {
        await send('/api/ops/setup', {token: this.token, username, password});
        this.token = null;
        history.replaceState(null, '', location.pathname);
      }
      await send('/api/ops/session', {username, password});
      this.dispatchEvent(new CustomEvent('entered'));
    } catch (failure) {
      this.refusal = failure.message;
    } finally {
      this.busy = false;
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
      <p role="alert" class="loss">${this.refusal ?? nothing}</p>
      <p><button class="primary" ?disabled=${this.busy}>${fresh ? 'Make it and sign in' : 'Sign in'}</button></p>
    </form>`;
  }
}

/** Posts; a refusal is an error with the server's words. */
async function send(path, body) {
  let answer;
  try {
    answer = await fetch(path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});
  } catch {
    throw new Error('The casino does not answer.');
  }
  if (!answer.ok) {
    const problem = await answer.json();
    throw new Error(problem.field ? `${problem.field} ${problem.detail}` : problem.detail);
  }
}

customElements.define('ops-entry', OpsEntry);

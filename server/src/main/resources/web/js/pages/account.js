// Who one is here: a guest who may register or sign in, or a registered player with what lets them back in.

import {Problem, player, rich, session, t, tn} from '/js/core/api.js';
import {addPasskey, hasPasskeys, noPasskeys, signInByPasskey} from '/js/core/passkey.js';
import {View, fieldWords, followPlayer, html, moneyWithCurrency, nothing, when} from '/js/core/view.js';

const NEW_PASSWORD = t('At least 8 characters of any kind. Several unrelated words make a good password.');

class PlayerAccount extends View {
  static properties = {
    sessions: {state: true},
    ways: {state: true},
    codes: {state: true},
    problems: {state: true},
    done: {state: true},
    busy: {state: true},
    providers: {state: true},
    shown: {state: true},
  };

  constructor() {
    super();
    this.sessions = null;
    this.ways = null;
    this.codes = null;
    this.problems = {};
    this.done = '';
    this.busy = '';
    this.shown = false;
    followPlayer(this);
    this.providers = [];
    player
      .open()
      .catch((problem) => {
        if (problem.code !== 'no_guests') {
          throw problem;
        }
      })
      .then(() => this.#begin())
      .catch((problem) => (this.problems = {page: problem}));
  }

  async #begin() {
    const brought = new URLSearchParams(location.search);
    if (brought.has('state')) {
      history.replaceState(null, '', location.pathname); // the query holds a secret
      await this.#comeBack(brought);
    }
    await this.#list();
    this.providers = (await session('GET', '/providers')).providers;
  }

  #comeBack = (brought) =>
    this.#do(
      'page',
      async () => {
        if (!brought.has('code')) {
          throw new Problem(401, {said: t('The provider did not sign you in.')});
        }
        const answer = {code: brought.get('code'), state: brought.get('state')};
        player.arrive((await session('POST', '/openid/callback', answer)).player);
      },
      t('You are signed in.'),
    );

  #elsewhere = () => this.#do('page', async () => location.assign((await session('POST', '/openid', {})).location), '');

  async #list() {
    if (player.account && !player.account.guest) {
      this.sessions = (await session('GET', '/sessions')).sessions;
      this.ways = await session('GET', '/ways-in');
    }
  }

  /** Does what a form or a button asks; a refusal is shown at the field it names. */
  async #do(name, work, done) {
    if (this.busy) {
      return;
    }
    this.problems = {};
    this.done = '';
    this.busy = name;
    try {
      await work();
      this.done = done;
      this.shown = false;
      await this.#list();
    } catch (problem) {
      this.problems = {[name]: problem};
      this.updateComplete.then(() => this.querySelector(`#${name} [aria-invalid='true']`)?.focus());
    } finally {
      this.busy = '';
    }
  }

  #submit(event, name, work, done) {
    event.preventDefault();
    const form = event.target;
    const fields = Object.fromEntries(new FormData(form));
    this.#do(
      name,
      async () => {
        await work(fields);
        form.reset();
      },
      done,
    );
  }

  #register = (event) =>
    this.#submit(
      event,
      'register',
      async (fields) => player.arrive((await session('POST', '/register', fields)).player),
      t('You are registered. Your balance and history are available on any device now.'),
    );

  #signIn = (event) =>
    this.#submit(
      event,
      'login',
      async (fields) => player.arrive((await session('POST', '/login', fields)).player),
      t('You are signed in.'),
    );

  #change = (event) =>
    this.#submit(
      event,
      'password',
      (fields) => session('POST', '/password', fields),
      t('Your password is changed. All other sessions have ended.'),
    );

  #registerByPasskey = () =>
    this.#do(
      'page',
      async () => player.arrive((await addPasskey(deviceName())).player),
      t('You are registered with your passkey. Your balance and history are available wherever you have it.'),
    );

  #signInByPasskey = () =>
    this.#do('page', async () => player.arrive((await signInByPasskey()).player), t('You are signed in.'));

  #addPasskey = (event) =>
    this.#submit(event, 'passkey', ({name}) => addPasskey(name), t('You can sign in with the new passkey.'));

  #removePasskey = ({id, name}) =>
    this.#do('passkeys', () => session('DELETE', `/passkeys/${id}`), t('The passkey {name} is removed.', {name}));

  #makeCodes = () =>
    this.#do(
      'codes',
      async () => (this.codes = (await session('POST', '/recovery-codes', {})).codes),
      t('10 new codes are shown under Recovery codes.'),
    );

  #copyCodes = async ({target}) => {
    await navigator.clipboard.writeText(this.codes.join('\n'));
    target.textContent = t('Copied');
  };

  #recover = (event) =>
    this.#submit(
      event,
      'recover',
      async (fields) => player.arrive((await session('POST', '/recover', fields)).player),
      t('Your password is changed, and you are signed in. All other sessions have ended.'),
    );

  #signOut = () =>
    this.#do(
      'page',
      async () => {
        await session('DELETE', '');
        this.sessions = null;
        this.ways = null;
        this.codes = null;
        await player.leave().catch((problem) => {
          if (problem.code !== 'no_guests') {
            throw problem;
          }
        });
      },
      t('You are signed out.'),
    );

  #end = ({id, agent}) =>
    this.#do('sessions', () => session('DELETE', `/sessions/${id}`), t('The session of {agent} has ended.', {agent}));

  #endOthers = () => this.#do('sessions', () => session('DELETE', '/sessions'), t('All other sessions have ended.'));

  #field(form, name, label, autocomplete, hint) {
    const problem = this.problems[form]?.field === name ? this.problems[form] : null;
    const id = `${form}-${name}`;
    const secret = autocomplete.endsWith('password');
    return html`
      <label for=${id}>${label}</label>
      ${hint ? html`<p class="dim" id="${id}-hint">${hint}</p>` : nothing}
      <input id=${id} name=${name} required type=${secret && !this.shown ? 'password' : 'text'} maxlength="256"
        autocomplete=${autocomplete} autocapitalize="none" spellcheck="false"
        aria-invalid=${problem ? 'true' : 'false'} aria-describedby="${hint ? `${id}-hint ` : ''}${id}-error" />
      <p class="error" id="${id}-error" role="alert">${problem ? fieldWords(problem, label) : ''}</p>`;
  }

  #formEnd(form, label) {
    const problem = this.problems[form];
    const elsewhere = problem && !problem.field;
    return html`
      <label class="check"><input type="checkbox" .checked=${this.shown} @change=${(event) => (this.shown = event.target.checked)} /> ${t('Show password')}</label>
      <p class="error" role="alert">${elsewhere ? problem.message + waiting(problem) : ''}</p>
      <button class="action" data-action=${form} aria-disabled=${this.busy === form ? 'true' : nothing}>${this.busy === form ? t('One moment…') : label}</button>`;
  }

  #guest() {
    return html`
      ${
        player.account
          ? html`<p class="lead">${t('You play as a guest. Your balance is {balance}.', {balance: moneyWithCurrency(player.balance ?? 0)})}
        ${t('A guest account exists in one browser only. Register to keep your balance and history and to sign in from any device.')}</p>`
          : html`<p class="lead">${t('Register or sign in to play.')}</p>`
      }
      <div class="columns">
        <section class="card" aria-labelledby="register-title">
          <h2 id="register-title">${player.account ? t('Register and keep your balance') : t('Register')}</h2>
          <form id="register" class="field" @submit=${this.#register}>
            ${this.#field('register', 'username', t('Username'), 'username', t('3 to 24 characters: a letter first, then letters, digits, dots, dashes or underscores.'))}
            ${this.#field('register', 'password', t('Password'), 'new-password', NEW_PASSWORD)}
            ${this.#formEnd('register', t('Register'))}
          </form>
          ${
            hasPasskeys()
              ? html`<p class="door"><button type="button" data-action="register-passkey" @click=${this.#registerByPasskey}>${t('Register with a passkey')}</button>
              <span class="dim">${t('No username and no password needed.')}</span></p>`
              : nothing
          }
        </section>
        <section class="card" aria-labelledby="login-title">
          <h2 id="login-title">${t('Sign in')}</h2>
          ${player.account ? html`<p class="dim">${t('This guest’s balance and history will not be carried over when you sign in; register to keep them.')}</p>` : nothing}
          <form id="login" class="field" @submit=${this.#signIn}>
            ${this.#field('login', 'username', t('Username'), 'username')}
            ${this.#field('login', 'password', t('Password'), 'current-password')}
            ${this.#formEnd('login', t('Sign in'))}
          </form>
          ${
            hasPasskeys()
              ? html`<p class="door"><button type="button" data-action="login-passkey" @click=${this.#signInByPasskey}>${t('Sign in with a passkey')}</button></p>`
              : nothing
          }
          ${this.#doors()}
          <details>
            <summary>${t('Forgot your password?')}</summary>
            <form id="recover" class="field" @submit=${this.#recover}>
              ${this.#field('recover', 'username', t('Username'), 'username')}
              ${this.#field('recover', 'code', t('Recovery code'), 'off', t('One of the codes you saved.'))}
              ${this.#field('recover', 'newPassword', t('New password'), 'new-password', NEW_PASSWORD)}
              ${this.#formEnd('recover', t('Set password and sign in'))}
            </form>
          </details>
        </section>
      </div>`;
  }

  #passkeys() {
    const {passkeys} = this.ways;
    return html`
      <section class="card" aria-labelledby="passkeys-title">
        <h2 id="passkeys-title">${t('Passkeys')}</h2>
        <p class="dim">${t('Sign in with your fingerprint, face or device PIN: nothing to remember, and safe from phishing.')}</p>
        <p class="error" role="alert">${this.problems.passkeys?.message ?? ''}</p>
        <ul class="sessions">${passkeys.map(
          (key) => html`<li>
          <div><b>${key.name}</b><br /><span class="dim">${key.host} · ${rich('since {time}', {time: when(key.createdAt)})}${key.lastUsedAt ? [' · ', rich('used {time}', {time: when(key.lastUsedAt)})] : ''}</span></div>
          <button type="button" data-action="remove-passkey" aria-label=${t('Remove the passkey {name}', {name: key.name})} @click=${() => this.#removePasskey(key)}>${t('Remove')}</button></li>`,
        )}</ul>
        ${
          hasPasskeys()
            ? html`<form id="passkey" class="field" @submit=${this.#addPasskey}>
              <label for="passkey-name">${t('Name of the device')}</label>
              <input id="passkey-name" name="name" required maxlength="64" .value=${deviceName()} />
              <p class="error" role="alert">${this.problems.passkey ? fieldWords(this.problems.passkey, t('Name of the device')) : ''}</p>
              <button class="action" data-action="passkey">${t('Add a passkey')}</button>
            </form>`
            : html`<p class="dim">${noPasskeys()}</p>`
        }
      </section>`;
  }

  #recovery() {
    const left = this.ways.recoveryCodes;
    return html`
      <section class="card" aria-labelledby="codes-title">
        <h2 id="codes-title">${t('Recovery codes')}</h2>
        <p class="dim">${t('If you lose your password and passkeys: each code sets a new password, once.')}</p>
        <p class="error" role="alert">${this.problems.codes?.message ?? ''}</p>
        ${
          this.codes
            ? html`<p><b>${t('Save these codes now: they are not shown again.')}</b></p><ul class="codes">${this.codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
          <p class="row"><button type="button" data-action="copy-codes" @click=${this.#copyCodes}>${t('Copy')}</button>
            <a class="button" download="recovery-codes.txt" href=${`data:text/plain,${encodeURIComponent(`${this.codes.join('\n')}\n`)}`}>${t('Download')}</a></p>`
            : html`<p>${tn(left, '{n} code left.', '{n} codes left.')}</p>`
        }
        <button type="button" data-action="codes" @click=${this.#makeCodes}>${left ? t('Replace with 10 new codes') : t('Create 10 codes')}</button>
      </section>`;
  }

  #registered() {
    const {username, createdAt} = player.account;
    return html`
      <p class="lead">${rich('Signed in as {name}, member since {time}.', {name: html`<b data-username>${username}</b>`, time: when(createdAt)})}</p>
      <p class="lead"><button type="button" data-action="leave" @click=${this.#signOut}>${t('Sign out')}</button></p>
      <div class="columns">
        <section class="card" aria-labelledby="sessions-title">
          <h2 id="sessions-title">${t('Active sessions')}</h2>
          <p class="error" role="alert">${this.problems.sessions?.message ?? ''}</p>
          <ul class="sessions">${(this.sessions ?? []).map((open) => this.#session(open))}</ul>
          ${
            this.sessions?.length > 1
              ? html`<button type="button" data-action="end-others" @click=${this.#endOthers}>${tn(this.sessions.length - 1, 'End {n} other session', 'End {n} other sessions')}</button>`
              : nothing
          }
        </section>
        <section class="card" aria-labelledby="password-title" ?hidden=${this.ways && !this.ways.password}>
          <h2 id="password-title">${t('Change the password')}</h2>
          <form id="password" class="field" @submit=${this.#change}>
            <input hidden autocomplete="username" .value=${username} />
            ${this.#field('password', 'currentPassword', t('Current password'), 'current-password')}
            ${this.#field('password', 'newPassword', t('New password'), 'new-password', NEW_PASSWORD)}
            ${this.#formEnd('password', t('Change password and end other sessions'))}
          </form>
        </section>
        ${this.ways ? [this.#passkeys(), this.#recovery()] : nothing}
      </div>`;
  }

  #doors() {
    return this.providers.map(
      ({
        name,
      }) => html`<p class="door"><button type="button" data-action="elsewhere" @click=${this.#elsewhere}>${t('Sign in with {name}', {name})}</button>
      ${player.account ? html`<span class="dim">${t('A new account keeps this guest’s balance and history.')}</span>` : nothing}</p>`,
    );
  }

  #session(open) {
    return html`<li>
      <div><b>${open.agent}</b>${open.current ? ` ${t('(this one)')}` : ''}<br />
        <span class="dim">${open.network} · ${rich('used {time}', {time: when(open.lastUsedAt)})} · ${rich('since {time}', {time: when(open.createdAt)})}</span></div>
      ${
        open.current
          ? nothing
          : html`<button type="button" data-action="end" aria-label=${t('End the session of {agent}, used {time}', {agent: open.agent, time: open.lastUsedAt})}
        @click=${() => this.#end(open)}>${t('End')}</button>`
      }
    </li>`;
  }

  render() {
    const {page} = this.problems;
    return html`
      <p class="error" role="alert">${page ? fieldWords(page) : ''}</p>
      <p role="status">${this.done}</p>
      ${player.account && !player.account.guest ? this.#registered() : player.account || player.needsAccount ? this.#guest() : nothing}`;
  }
}

/** What its owner would call it. */
const deviceName = () => /iPhone|iPad|Android|Mac|Windows|Linux/.exec(navigator.userAgent)?.[0] ?? t('This device');

const waiting = ({retryAfterSeconds}) =>
  retryAfterSeconds > 1 ? ` ${tn(retryAfterSeconds, 'Try again in {n} second.', 'Try again in {n} seconds.')}` : '';

customElements.define('player-account', PlayerAccount);

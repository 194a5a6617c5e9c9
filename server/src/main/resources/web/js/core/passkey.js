// Passkeys: what the casino asks, put into the browser's words, and its answer into the casino's.

import {Problem, session, t} from '/js/core/api.js';

const bytes = (encoded) =>
  Uint8Array.from(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Whether the page is at a name, not at an IP address. */
const isAtName = () => /[a-z]/i.test(location.hostname) && !location.hostname.includes(':');

/** Whether this browser has passkeys, for a page that is where it is. */
export const hasPasskeys = () => 'PublicKeyCredential' in window && isAtName();

/** Why there are none here. */
export const noPasskeys = () =>
  !isAtName()
    ? t('Passkeys need a host name, not an IP address: open this casino by its name, or at localhost.')
    : window.isSecureContext
      ? t('This browser has no passkeys.')
      : t('Passkeys need a secure connection: open this casino at its https address.');

/** Has a passkey made and adds it; a guest is registered by it, under the name wished for if there is one. */
export async function addPasskey(name, username) {
  const wish = username ? {username} : {};
  const asked = await session('POST', '/passkeys/options', wish);
  const made = await ask(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(asked.challenge),
        rp: {id: asked.rpId, name: document.title.split(' · ').at(-1)},
        user: {id: bytes(asked.user), name: asked.userName, displayName: asked.userName},
        pubKeyCredParams: asked.algorithms.map((alg) => ({type: 'public-key', alg})),
        excludeCredentials: asked.exclude.map((id) => ({type: 'public-key', id: bytes(id)})),
        authenticatorSelection: {residentKey: 'required', requireResidentKey: true, userVerification: 'required'},
        attestation: 'none',
        timeout: asked.timeout,
      },
    }),
  );
  return session('POST', '/passkeys', {
    ...wish,
    name,
    clientData: text(made.response.clientDataJSON),
    attestation: text(made.response.attestationObject),
  });
}

/** Signs in by whichever passkey the player chooses. */
export async function signInByPasskey() {
  const asked = await session('POST', '/passkeys/challenge', {});
  const {rawId, response} = await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(asked.challenge),
        rpId: asked.rpId,
        userVerification: 'required',
        timeout: asked.timeout,
      },
    }),
  );
  return session('POST', '/passkeys/login', {
    id: text(rawId),
    userHandle: text(response.userHandle ?? new ArrayBuffer(0)),
    authenticatorData: text(response.authenticatorData),
    clientData: text(response.clientDataJSON),
    signature: text(response.signature),
  });
}

/** A browser says no more than that it did not come to anything, so that no site learns why. */
async function ask(asking) {
  try {
    return await asking();
  } catch (refusal) {
    const has = refusal.name === 'InvalidStateError';
    throw new Problem(0, {
      code: 'no_passkey',
      said: has ? t('This device has a passkey of yours already.') : t('No passkey was used.'),
    });
  }
}

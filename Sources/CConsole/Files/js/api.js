// Everything goes to the proxy's own routes, through the session: the proxy decides what it may do.

const home = '/_keyward/console';
let session = null;
/** Asks who it is once more when the session has ended; resolves with whether it goes on. */
let renewal = null;
let renewing = null;
export function onEnded(ask) { renewal = ask; }

export class ApiError extends Error {
  constructor(status, body) {
    const error = body?.error;
    const cause = error?.root_cause?.[0] ?? error;
    super((typeof error === 'string' ? error : cause?.reason) ?? `The proxy answered with status ${status}.`);
    this.status = status;
    this.type = cause?.type ?? '';
    this.body = body;
  }
  get isForbidden() { return this.status === 403; }
}

/** Milliseconds without a touch after which nobody sits here: what the page asks by itself keeps no session open. */
const awayAfter = 60_000;
let touched = Date.now();
for (const name of ['pointerdown', 'pointermove', 'keydown', 'wheel']) addEventListener(name, () => { touched = Date.now(); }, { passive: true, capture: true });

async function send(path, options) {
  let response;
  const headers = Date.now() - touched > awayAfter ? { ...options.headers, 'x-keyward-background': 'true' } : options.headers;
  try {
    response = await fetch(path, { cache: 'no-store', credentials: 'same-origin', redirect: 'error', ...options, headers });
  } catch {
    throw new ApiError(0, { error: 'The proxy cannot be reached. Check the network, then try again.' });
  }
  const text = await response.text();
  let body = null;
  try { body = text ? JSON.parse(text) : null; } catch { body = text; }
  return { status: response.status, body };
}

/** One request to a route like `/_security/api_key`. Throws an ApiError unless the status is 2xx or in `also`. */
export async function call(method, path, content, also = []) {
  const ask = () => {
    const headers = { accept: 'application/json' };
    if (content !== undefined) headers['content-type'] = 'application/json';
    if (method !== 'GET') headers['x-keyward-csrf'] = session?.csrf_token ?? '';
    return send(`${home}/api${path}`, { method, headers, body: content === undefined ? undefined : JSON.stringify(content) });
  };
  let { status, body } = await ask();
  // What was typed stays where it is: the page asks for the password, then the same request is sent again.
  if (status === 401 && session && renewal) {
    renewing ??= renewal().finally(() => { renewing = null; });
    if (await renewing) ({ status, body } = await ask());
  }
  if (status === 401) {
    session = null;
    dispatchEvent(new CustomEvent('signedout'));
  }
  if ((status < 200 || status > 299) && !also.includes(status)) throw new ApiError(status, body);
  return body;
}

export const get = (path, also) => call('GET', path, undefined, also);
/** The same, or null where the proxy has no such route or the user may not. */
export const maybe = async (path) => { try { return await get(path); } catch { return null; } };
export const part = encodeURIComponent;

// Signing in

const utf8 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
export const basic = (username, password) => `Basic ${utf8(`${username}:${password}`)}`;
export const apiKey = (text) => `ApiKey ${text.includes(':') ? utf8(text) : text}`;

export async function signIn(authorization) {
  const { status, body } = await send(`${home}/session`, { method: 'POST', headers: { authorization } });
  if (status !== 200) throw new ApiError(status, body);
  session = body;
  return session;
}

export async function resume() {
  const { status, body } = await send(`${home}/session`, { method: 'GET' });
  session = status === 200 ? body : null;
  return session;
}

export async function signOut(everywhere) {
  await send(`${home}/session${everywhere ? '?everywhere=true' : ''}`, { method: 'DELETE', headers: { 'x-keyward-csrf': session?.csrf_token ?? '' } });
  session = null;
}

export const current = () => session;

// What the user may do; the page shows what makes sense, the proxy decides.

let rights = null;
export function forget() { rights = null; }
export async function may() {
  if (!rights) {
    const names = ['manage_security', 'read_security', 'manage_api_key', 'manage_own_api_key'];
    const body = await call('POST', '/_security/user/_has_privileges', { cluster: names });
    const has = (name) => body.cluster[name] === true;
    rights = {
      seeAll: has('manage_security') || has('manage_api_key') || has('read_security'),
      manageAll: has('manage_security') || has('manage_api_key'),
      manageOwn: has('manage_security') || has('manage_api_key') || has('manage_own_api_key'),
      seeSecurity: has('manage_security') || has('read_security'),
      manageSecurity: has('manage_security'),
    };
  }
  return rights;
}

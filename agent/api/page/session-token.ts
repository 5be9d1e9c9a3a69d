const KEY = 'tillwarden.token';

/**
 * The access token of this tab: from the link's fragment, which no server ever sees, or kept from
 * before a reload. It is taken out of the address bar, where anybody could read or copy it.
 */
export function sessionToken(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (token !== '') {
    sessionStorage.setItem(KEY, token);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(KEY) ?? undefined;
}

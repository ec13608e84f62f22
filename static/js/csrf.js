// The CSRF token as the cookie has it now: signing in on another tab changes it, the page's hidden field stays old.
export const csrf = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]*)/)?.[1] ?? "";

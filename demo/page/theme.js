const link = /** @type {HTMLLinkElement} */ (document.getElementById('gantt-theme'));
const button = /** @type {HTMLButtonElement} */ (document.getElementById('theme'));

/** Shows the page and the charts light or dark. @param {'light' | 'dark'} theme */
export function setTheme(theme) {
  const other = theme === 'dark' ? 'light' : 'dark';

  document.documentElement.dataset.theme = theme;
  if (!link.href.endsWith(`-${theme}.css`))
    link.href = link.href.replace(`-${other}.css`, `-${theme}.css`);
  button.textContent = other === 'dark' ? 'Dark' : 'Light';
  button.onclick = () => {
    localStorage.setItem('theme', other);
    setTheme(other);
  };
}

/** What the address says, else what was chosen last, else what the system prefers. @param {string | null} asked */
export function firstTheme(asked) {
  const preferred = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const theme = asked ?? localStorage.getItem('theme') ?? preferred;

  setTheme(theme === 'dark' ? 'dark' : 'light');
}

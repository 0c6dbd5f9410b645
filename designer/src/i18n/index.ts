import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import de from './de.json';

export type Language = 'de' | 'en';

void i18next.use(initReactI18next).init({
  lng: 'de',
  fallbackLng: 'de',
  resources: { de: { translation: de } },
  interpolation: { escapeValue: false },
});

/** Switches every text; English is loaded when first wanted. */
export async function changeLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    i18next.addResourceBundle('en', 'translation', (await import('./en.json')).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

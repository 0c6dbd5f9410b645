import { Model, type PageModel, settings } from 'survey-core';
import 'survey-core/i18n/german';
import type { Form, JsonObject } from '../../api/schema';
import { kernTheme } from './kernTheme';

// A field that fades in is unreadable for a moment, and nothing of ours moves.
settings.animationEnabled = false;

export interface FormFault {
  name: string;
  title: string;
  message: string;
  /** Title of its page, where the form has several. */
  page: string | null;
}

/** A form as it is shown: German or English, in KERN's colours, one page at a time. */
export function createModel(form: Form, data: JsonObject, language: string, optional: string): Model {
  const model = new Model(form.schema);
  model.locale = language;
  model.applyTheme(kernTheme);
  model.showTitle = false;
  model.showPageTitles = false;
  model.showProgressBar = false;
  model.showNavigationButtons = false;
  model.requiredMark = '';
  model.questionErrorLocation = 'bottom';
  model.widthMode = 'responsive';
  model.checkErrorsMode = 'onValueChanged';
  model.textUpdateMode = 'onTyping';
  model.autoFocusFirstQuestion = false;
  model.autoGrowComment = true;
  model.allowResizeComment = false;
  model.onGetQuestionTitle.add((_, options) => {
    // An answer is the normal case; what may stay empty says so.
    const asks = !options.question.isRequired && !options.question.isReadOnly;
    if (asks && !options.question.isContainer && !options.title.includes(optional))
      options.title = `${options.title} ${optional}`;
  });
  // The browser's own selection list is the one every reader and every thumb knows.
  for (const question of model.getAllQuestions()) if (question.getType() === 'dropdown') question.renderAs = 'select';
  model.onAfterRenderQuestion.add((_, { question, htmlElement }) => {
    htmlElement.querySelector('select')?.setAttribute('aria-labelledby', question.ariaTitleId);
    if (question.getType() !== 'file') return;
    const name = () => nameFileParts(htmlElement, question.processedTitle);
    new MutationObserver(name).observe(htmlElement, { childList: true, subtree: true });
    name();
  });
  model.data = { ...data };
  return model;
}

/** What the library leaves to say about files: its buttons are labels, its preview has an English text. */
function nameFileParts(element: HTMLElement, title: string): void {
  for (const label of element.querySelectorAll('label.sd-file__choose-btn')) label.setAttribute('role', 'button');
  for (const image of element.querySelectorAll('img[alt="File preview"]')) image.setAttribute('alt', title);
}

/** Every faulty question in the order of the form. */
export function faultsOf(model: Model): FormFault[] {
  const several = model.visiblePages.length > 1;
  return model
    .getAllQuestions(true)
    .filter((question) => question.isVisible && question.errors.length > 0)
    .map((question) => ({
      name: question.name,
      title: question.processedTitle,
      message: question.errors[0]?.getText() ?? '',
      page: several && question.page !== null ? (question.page as PageModel).processedTitle : null,
    }));
}

export { Comments } from './Comments';
export { Documents } from './Documents';
export { History } from './History';
export { useAttachments, useComments, useHistory } from './queries';
export { actorText, historyText, stepText } from './wording';
export { addAttachment } from './upload';

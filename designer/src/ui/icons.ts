import account from '@material-symbols/svg-400/outlined/person.svg?raw';
import add from '@material-symbols/svg-400/outlined/add.svg?raw';
import alarm from '@material-symbols/svg-400/outlined/snooze.svg?raw';
import alert from '@material-symbols/svg-400/outlined/error.svg?raw';
import attach from '@material-symbols/svg-400/outlined/attach_file.svg?raw';
import back from '@material-symbols/svg-400/outlined/arrow_back.svg?raw';
import badge from '@material-symbols/svg-400/outlined/assignment_ind.svg?raw';
import battery from '@material-symbols/svg-400/outlined/battery_alert.svg?raw';
import bank from '@material-symbols/svg-400/outlined/account_balance.svg?raw';
import bell from '@material-symbols/svg-400/outlined/notifications.svg?raw';
import board from '@material-symbols/svg-400/outlined/view_kanban.svg?raw';
import bookmark from '@material-symbols/svg-400/outlined/bookmark.svg?raw';
import calculate from '@material-symbols/svg-400/outlined/calculate.svg?raw';
import calendar from '@material-symbols/svg-400/outlined/event.svg?raw';
import calendarClock from '@material-symbols/svg-400/outlined/calendar_clock.svg?raw';
import cancel from '@material-symbols/svg-400/outlined/cancel.svg?raw';
import check from '@material-symbols/svg-400/outlined/check.svg?raw';
import checkbox from '@material-symbols/svg-400/outlined/check_box.svg?raw';
import checklist from '@material-symbols/svg-400/outlined/checklist.svg?raw';
import circle from '@material-symbols/svg-400/outlined/circle.svg?raw';
import clock from '@material-symbols/svg-400/outlined/schedule.svg?raw';
import close from '@material-symbols/svg-400/outlined/close.svg?raw';
import cloudDone from '@material-symbols/svg-400/outlined/cloud_done.svg?raw';
import cloudOff from '@material-symbols/svg-400/outlined/cloud_off.svg?raw';
import collapse from '@material-symbols/svg-400/outlined/keyboard_double_arrow_left.svg?raw';
import comment from '@material-symbols/svg-400/outlined/comment.svg?raw';
import computer from '@material-symbols/svg-400/outlined/computer.svg?raw';
import connect from '@material-symbols/svg-400/outlined/conversion_path.svg?raw';
import copy from '@material-symbols/svg-400/outlined/content_copy.svg?raw';
import cursor from '@material-symbols/svg-400/outlined/arrow_selector_tool.svg?raw';
import decide from '@material-symbols/svg-400/outlined/how_to_vote.svg?raw';
import document from '@material-symbols/svg-400/outlined/description.svg?raw';
import done from '@material-symbols/svg-400/outlined/check_circle.svg?raw';
import down from '@material-symbols/svg-400/outlined/keyboard_arrow_down.svg?raw';
import download from '@material-symbols/svg-400/outlined/download.svg?raw';
import dropdown from '@material-symbols/svg-400/outlined/arrow_drop_down_circle.svg?raw';
import edit from '@material-symbols/svg-400/outlined/edit.svg?raw';
import expand from '@material-symbols/svg-400/outlined/keyboard_double_arrow_right.svg?raw';
import eye from '@material-symbols/svg-400/outlined/visibility.svg?raw';
import filter from '@material-symbols/svg-400/outlined/filter_list.svg?raw';
import filterOff from '@material-symbols/svg-400/outlined/filter_list_off.svg?raw';
import fit from '@material-symbols/svg-400/outlined/fit_screen.svg?raw';
import flag from '@material-symbols/svg-400/outlined/flag.svg?raw';
import folder from '@material-symbols/svg-400/outlined/folder_open.svg?raw';
import fork from '@material-symbols/svg-400/outlined/call_split.svg?raw';
import gear from '@material-symbols/svg-400/outlined/settings.svg?raw';
import grid from '@material-symbols/svg-400/outlined/grid_on.svg?raw';
import group from '@material-symbols/svg-400/outlined/group.svg?raw';
import hand from '@material-symbols/svg-400/outlined/back_hand.svg?raw';
import help from '@material-symbols/svg-400/outlined/help.svg?raw';
import history from '@material-symbols/svg-400/outlined/history.svg?raw';
import hourglass from '@material-symbols/svg-400/outlined/hourglass_empty.svg?raw';
import idea from '@material-symbols/svg-400/outlined/lightbulb.svg?raw';
import image from '@material-symbols/svg-400/outlined/image.svg?raw';
import inbox from '@material-symbols/svg-400/outlined/inbox.svg?raw';
import info from '@material-symbols/svg-400/outlined/info.svg?raw';
import insight from '@material-symbols/svg-400/outlined/bar_chart.svg?raw';
import lane from '@material-symbols/svg-400/outlined/view_week.svg?raw';
import layout from '@material-symbols/svg-400/outlined/schema.svg?raw';
import left from '@material-symbols/svg-400/outlined/chevron_left.svg?raw';
import link from '@material-symbols/svg-400/outlined/link.svg?raw';
import list from '@material-symbols/svg-400/outlined/list.svg?raw';
import lock from '@material-symbols/svg-400/outlined/lock.svg?raw';
import lorry from '@material-symbols/svg-400/outlined/local_shipping.svg?raw';
import mail from '@material-symbols/svg-400/outlined/mail.svg?raw';
import menu from '@material-symbols/svg-400/outlined/menu.svg?raw';
import message from '@material-symbols/svg-400/outlined/forward_to_inbox.svg?raw';
import minus from '@material-symbols/svg-400/outlined/remove.svg?raw';
import month from '@material-symbols/svg-400/outlined/calendar_month.svg?raw';
import more from '@material-symbols/svg-400/outlined/more_vert.svg?raw';
import newTab from '@material-symbols/svg-400/outlined/open_in_new.svg?raw';
import news from '@material-symbols/svg-400/outlined/newspaper.svg?raw';
import number from '@material-symbols/svg-400/outlined/123.svg?raw';
import operations from '@material-symbols/svg-400/outlined/monitor_heart.svg?raw';
import pause from '@material-symbols/svg-400/outlined/pause.svg?raw';
import phone from '@material-symbols/svg-400/outlined/call.svg?raw';
import play from '@material-symbols/svg-400/outlined/play_arrow.svg?raw';
import playCircle from '@material-symbols/svg-400/outlined/play_circle.svg?raw';
import priority from '@material-symbols/svg-400/outlined/priority_high.svg?raw';
import process from '@material-symbols/svg-400/outlined/account_tree.svg?raw';
import publish from '@material-symbols/svg-400/outlined/publish.svg?raw';
import radio from '@material-symbols/svg-400/outlined/radio_button_checked.svg?raw';
import ranking from '@material-symbols/svg-400/outlined/format_list_numbered.svg?raw';
import rating from '@material-symbols/svg-400/outlined/star.svg?raw';
import redo from '@material-symbols/svg-400/outlined/redo.svg?raw';
import refresh from '@material-symbols/svg-400/outlined/refresh.svg?raw';
import repeat from '@material-symbols/svg-400/outlined/repeat.svg?raw';
import right from '@material-symbols/svg-400/outlined/chevron_right.svg?raw';
import route from '@material-symbols/svg-400/outlined/route.svg?raw';
import rule from '@material-symbols/svg-400/outlined/table_chart.svg?raw';
import search from '@material-symbols/svg-400/outlined/search.svg?raw';
import section from '@material-symbols/svg-400/outlined/crop_square.svg?raw';
import sensor from '@material-symbols/svg-400/outlined/sensors.svg?raw';
import sensorOff from '@material-symbols/svg-400/outlined/sensors_off.svg?raw';
import shortText from '@material-symbols/svg-400/outlined/short_text.svg?raw';
import skipBack from '@material-symbols/svg-400/outlined/skip_previous.svg?raw';
import skipNext from '@material-symbols/svg-400/outlined/skip_next.svg?raw';
import slider from '@material-symbols/svg-400/outlined/linear_scale.svg?raw';
import sort from '@material-symbols/svg-400/outlined/sort.svg?raw';
import start from '@material-symbols/svg-400/outlined/radio_button_unchecked.svg?raw';
import stop from '@material-symbols/svg-400/outlined/radio_button_checked.svg?raw';
import substitute from '@material-symbols/svg-400/outlined/supervisor_account.svg?raw';
import sync from '@material-symbols/svg-400/outlined/sync.svg?raw';
import text from '@material-symbols/svg-400/outlined/notes.svg?raw';
import toggle from '@material-symbols/svg-400/outlined/toggle_on.svg?raw';
import translate from '@material-symbols/svg-400/outlined/translate.svg?raw';
import trash from '@material-symbols/svg-400/outlined/delete.svg?raw';
import undo from '@material-symbols/svg-400/outlined/undo.svg?raw';
import up from '@material-symbols/svg-400/outlined/keyboard_arrow_up.svg?raw';
import upload from '@material-symbols/svg-400/outlined/upload.svg?raw';
import walk from '@material-symbols/svg-400/outlined/steps.svg?raw';
import warning from '@material-symbols/svg-400/outlined/warning.svg?raw';
/** One icon has one meaning; the names here are the meanings. */
const sources = {
  account,
  add,
  alarm,
  alert,
  attach,
  back,
  badge,
  battery,
  bank,
  bell,
  board,
  bookmark,
  calculate,
  calendar,
  calendarClock,
  cancel,
  check,
  checkbox,
  checklist,
  circle,
  clock,
  close,
  cloudDone,
  cloudOff,
  collapse,
  comment,
  computer,
  connect,
  copy,
  cursor,
  decide,
  document,
  done,
  down,
  download,
  dropdown,
  edit,
  expand,
  eye,
  filter,
  filterOff,
  fit,
  flag,
  folder,
  fork,
  gear,
  grid,
  group,
  hand,
  help,
  history,
  hourglass,
  idea,
  image,
  inbox,
  info,
  insight,
  lane,
  layout,
  left,
  link,
  list,
  lock,
  lorry,
  mail,
  menu,
  message,
  minus,
  month,
  more,
  newTab,
  news,
  number,
  operations,
  pause,
  phone,
  play,
  playCircle,
  priority,
  process,
  publish,
  radio,
  ranking,
  rating,
  redo,
  refresh,
  repeat,
  right,
  route,
  rule,
  search,
  section,
  sensor,
  sensorOff,
  shortText,
  skipBack,
  skipNext,
  slider,
  sort,
  start,
  stop,
  substitute,
  sync,
  text,
  toggle,
  translate,
  trash,
  undo,
  up,
  upload,
  walk,
  warning,
};

export type IconName = keyof typeof sources;

/** The path of an icon in the box `0 -960 960 960`. */
export function iconPath(name: IconName): string {
  return / d="([^"]+)"/.exec(sources[name])?.[1] ?? '';
}

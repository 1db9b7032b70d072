/**
 * Progress of an operation -> text: a picture with bars that is drawn over itself, or one line for each thing that changed.
 */
import type { ReceivedException, TrackedProgress, TrackedSubTask } from "../../services/ipam/index.js";
import { visible } from "./print.js";

/** Widest name of a subtask in the picture. */
const nameWidth = 32;
const fullBlock = "█";
const emptyBlock = "░";

const marks: Readonly<Record<TrackedSubTask["status"], string>> = {
  NotStarted: " ",
  InProgress: "…",
  CompletedWithSuccess: "✔",
  CompletedWithWarning: "!",
  CompletedWithError: "✘",
  NotApplicable: "-",
  NotRun: "-",
};

/** Draws the picture for a terminal with that many columns. */
export function drawProgress(progress: TrackedProgress, columns: number): readonly string[] {
  const width = Math.max(...progress.subTasks.map(({ name }) => [...name].length), "overall".length);
  const names = Math.min(width, nameWidth, Math.max(8, columns - 30));
  // A line has mark, name, bar and per cent, separated by blanks.
  const bars = Math.max(5, Math.min(30, columns - names - 12));
  const lines = progress.subTasks.map((subTask) => drawSubTask(subTask, names, bars));
  const overall = progress.isNonDeterministic ? "" : `${drawBar(progress.percent, bars)} ${percentText(progress.percent)}`;
  return [...lines, `  ${pad("overall", names)} ${overall}`].map((line) => [...line].slice(0, columns).join("").trimEnd());
}

function drawSubTask(subTask: TrackedSubTask, names: number, bars: number): string {
  const hasBar = !subTask.isNonDeterministic || subTask.status.startsWith("Completed");
  const bar = hasBar ? `${drawBar(subTask.percent, bars)} ${percentText(subTask.percent)}` : "";
  const said = messageOf(subTask.failure);
  return `${marks[subTask.status]} ${pad(visible(subTask.name), names)} ${bar}${said === undefined ? "" : `  ${visible(said)}`}`;
}

function drawBar(percent: string | undefined, width: number): string {
  const full = Math.round((shownPercent(percent) / 100) * width);
  return fullBlock.repeat(full) + emptyBlock.repeat(width - full);
}

function percentText(percent: string | undefined): string {
  return `${Math.floor(shownPercent(percent))}%`.padStart(4);
}

/** A server may send anything. */
function shownPercent(percent: string | undefined): number {
  const number = Number(percent ?? 0);
  return Number.isFinite(number) ? Math.min(100, Math.max(0, number)) : 0;
}

function pad(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text + " ".repeat(width - characters.length) : `${characters.slice(0, width - 1).join("")}…`;
}

/** One line for each thing that differs from what was known before. */
export function progressLines(before: TrackedProgress | undefined, after: TrackedProgress): readonly string[] {
  const lines: string[] = [];
  for (const subTask of after.subTasks) {
    const known = before?.subTasks.find(({ id }) => id === subTask.id);
    if (known === undefined) lines.push(`subtask ${subTask.id}: ${visible(subTask.name)}`);
    if (known === subTask || (known?.status === subTask.status && known.percent === subTask.percent)) continue;
    if (known === undefined && subTask.status === "NotStarted") continue;
    const said = messageOf(subTask.failure);
    lines.push(`subtask ${subTask.id}: ${subTask.status} ${subTask.percent ?? "0"}%${said === undefined ? "" : `: ${visible(said)}`}`);
  }
  if (after.percent !== undefined && after.percent !== before?.percent) lines.push(`overall: ${after.percent}%`);
  return lines;
}

/** The text of an exception; its identifier if it has none. */
export function messageOf(exception: ReceivedException | undefined): string | undefined {
  return exception?.message ?? exception?.exceptionId;
}

/* What the process of a page kept of its console: errors thrown, and what scripts wrote there. */
const own = ({ sourceName }) => !/^(resource|chrome):/.test(sourceName);
const thrown = Services.console.getMessageArray().flatMap((message) => {
  const error = message instanceof Ci.nsIScriptError && message;
  const bad = error && !(error.flags & Ci.nsIScriptError.warningFlag) && own(error);
  return bad ? [`error: ${error.errorMessage} (${error.sourceName}:${error.lineNumber})`] : [];
});
const events = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage).getEvents();
const written = events
  .filter(({ level }) => ["error", "warn", "assert"].includes(level))
  .map(({ level, filename, arguments: words }) => `${level}: ${[...words].join(" ")} (${filename})`);
return [...thrown, ...written];

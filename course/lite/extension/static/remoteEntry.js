// The bar below a lesson: whether Python is ready, and the learner's notebook as a file.
// Written by hand as the container that JupyterLab asks for, so that nothing has to be built.
(() => {
  const NAME = "rare-class-page";

  // A cell of the page that is another one in the lesson says which in its metadata.
  function restored(cell) {
    const { course_page: page, ...metadata } = cell.metadata;
    if (!page) return cell;
    return { ...cell, metadata, source: merged(text(cell.source), page.here, page.lesson) };
  }

  // Lines that the learner has changed in place (a guess, a mended line) go home with the cell.
  function merged(now, here, lesson) {
    const [nows, heres, lines] = [now, here, lesson].map((source) => source.split("\n"));
    if (nows.length !== heres.length) return lesson;
    nows.forEach((line, i) => {
      const place = lines.indexOf(heres[i]);
      if (line !== heres[i] && place >= 0 && heres[i].trim()) lines[place] = line;
    });
    return lines.join("\n");
  }

  const text = (source) => (Array.isArray(source) ? source.join("") : source);

  function lessonsNotebook(notebook) {
    const { course_page: page, ...metadata } = notebook.metadata;
    if (!page) return notebook;
    return {
      ...notebook,
      metadata: { ...metadata, ...page },
      cells: notebook.cells.filter((cell) => !cell.metadata.course_page?.added).map(restored),
    };
  }

  function download(panel) {
    const notebook = lessonsNotebook(panel.context.model.toJSON());
    const link = document.createElement("a");
    const content = JSON.stringify(notebook, null, 1) + "\n";
    link.href = URL.createObjectURL(new Blob([content], { type: "application/x-ipynb+json" }));
    link.download = panel.context.path.split("/").pop();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function startAfresh(app, panel) {
    const sure =
      "Start this lesson afresh? Your answers in this browser will be deleted: download them first to keep them.";
    if (!window.confirm(sure)) return;
    panel.context.model.dirty = false;
    await app.serviceManager.contents.delete(panel.context.path).catch(() => {});
    leaving = true;
    window.location.reload();
  }

  let leaving = false;

  const STYLE = `
    #course-bar { position: fixed; inset: auto 0 0 0; z-index: 1000; display: flex; flex-wrap: wrap;
      gap: 4px 8px; align-items: center; padding: 4px 8px; box-sizing: border-box;
      font: 14px system-ui, sans-serif; color: #1b1b1b; background: #f4f4f4;
      border-top: 1px solid #767676; }
    #course-bar p { margin: 0; flex: 1 1 12em; }
    #course-bar button { font: inherit; padding: 4px 10px; color: #1b1b1b; background: #fff;
      border: 1px solid #5c5c5c; border-radius: 4px; }
    #course-bar button:focus-visible { outline: 3px solid #0072b2; outline-offset: 1px; }
    .jp-NotebookTrustedStatus { display: none; }
    mjx-container[display="true"] { overflow: auto hidden; }
    @media (max-width: 600px) {
      .jp-RenderedHTMLCommon blockquote { margin-inline: 0; padding-inline: 8px 0; }
    }
    @media (prefers-color-scheme: dark) {
      #course-bar { color: #f2f2f2; background: #202020; }
      #course-bar button { color: #f2f2f2; background: #333; border-color: #aaa; }
    }`;

  const WORDS = {
    starting: "Python is starting. The first time it fetches about 20 MB: read on meanwhile.",
    idle: "Python is ready. Run the cells from the top: ▶ above, or Shift and Enter.",
    busy: "Python is at work.",
    slow: "Python has not started yet. A first visit needs the network: check it, then reload. Your answers stay.",
    gone: "Python has stopped. 'Restart Python' starts it anew: your answers stay, run the cells again.",
    unsaved:
      "This browser could not save your answers: its storage is full or closed to this page. Download your notebook to keep them.",
  };

  function bar(app) {
    const style = document.createElement("style");
    style.textContent = STYLE;
    const box = document.createElement("div");
    box.id = "course-bar";
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Your lesson");
    const words = document.createElement("p");
    words.setAttribute("role", "status");
    words.textContent = WORDS.starting;
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = label;
      made.addEventListener("click", act);
      return made;
    };
    box.append(
      words,
      button("Download", () => box.panel && download(box.panel)),
      button("Restart Python", () => box.panel && restart(box.panel)),
      button("Start afresh", () => box.panel && startAfresh(app, box.panel)),
    );
    document.head.append(style);
    document.body.append(box);
    document.getElementById("course-trouble")?.remove();
    const fit = () => {
      const main = document.getElementById("main");
      const height = `calc(100% - ${box.offsetHeight}px)`;
      if (!main || main.style.height === height) return;
      main.style.height = height;
      main.style.minHeight = "0";
      app.shell.update();
      window.dispatchEvent(new Event("resize"));
    };
    new ResizeObserver(fit).observe(box);
    fit();
    box.say = (key) => {
      if (words.dataset.key === key) return;
      words.dataset.key = key;
      words.textContent = WORDS[key];
    };
    return box;
  }

  function pyodideUrl() {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    return config.litePluginSettings["@jupyterlite/pyodide-kernel-extension:kernel"].pyodideUrl;
  }

  async function restart(panel) {
    await panel.context.save().catch(() => {});
    await panel.context.sessionContext.restartKernel();
  }

  function follow(box, panel) {
    box.panel = panel;
    const session = panel.context.sessionContext;
    let ready = false;
    let failed = false;
    let late = false;
    const tell = () => {
      const status = session.kernelDisplayStatus;
      if (failed) return box.say("unsaved");
      if (status === "idle") ready = true;
      if (["dead", "terminating"].includes(status)) return box.say("gone");
      if (!ready) return box.say(late ? "slow" : "starting");
      box.say(status === "busy" ? "busy" : "idle");
    };
    const isLate = () => {
      late = true;
      tell();
    };
    session.statusChanged.connect(tell);
    session.connectionStatusChanged.connect(tell);
    session.kernelChanged.connect(() => {
      ready = false;
      tell();
    });
    setTimeout(isLate, 120000);
    fetch(pyodideUrl(), { method: "HEAD", mode: "no-cors" }).catch(isLate);
    panel.context.saveState.connect((_, state) => {
      if (state !== "started") failed = state === "failed";
      tell();
    });
    const save = () => !leaving && panel.context.model.dirty && panel.context.save().catch(() => {});
    document.addEventListener("visibilitychange", () => document.hidden && save());
    window.addEventListener("pagehide", save);
    tell();
  }

  const plugin = {
    id: `${NAME}:plugin`,
    autoStart: true,
    activate: (app) => {
      app.started.then(() => {
        const box = bar(app);
        const look = () => {
          const panel = app.shell.currentWidget;
          if (!panel?.context?.sessionContext || panel === box.panel) return;
          panel.context.ready.then(() => follow(box, panel));
        };
        app.shell.currentChanged?.connect(look);
        app.restored.then(look);
        look();
      });
    },
  };

  (window._JUPYTERLAB ??= {})[NAME] = {
    init: () => {},
    get: () => Promise.resolve(() => ({ __esModule: true, default: [plugin] })),
  };
})();

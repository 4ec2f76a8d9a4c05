// Citizens' pages can be kept on the home screen; without a line they say so instead of failing.
navigator.serviceWorker?.register('/worker.js').catch(() => {});

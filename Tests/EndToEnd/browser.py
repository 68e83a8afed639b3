"""A real Chromium for the tests of the console, and what they do with it."""
import contextlib
import glob
import os
import shutil
import subprocess
import tempfile
import time

from support import PASSWORD

HOME = "/_keyward/console/"


def missing():
    """Why there is no browser to test with; None where there is."""
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "selenium is not installed"
    for name in ("chromium", "chromedriver"):
        if not shutil.which(name):
            return f"{name} is not installed"
    return None


class Browser:
    """One window of its own, without a history."""

    def __init__(self, proxy, width=1280, height=900, dark=False):
        from selenium import webdriver
        from selenium.webdriver.chrome.options import Options
        from selenium.webdriver.chrome.service import Service

        self.base = proxy.url + HOME
        self.home = tempfile.mkdtemp(prefix="keyward-browser-")
        options = Options()
        options.binary_location = shutil.which("chromium")
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--ignore-certificate-errors",
                         f"--user-data-dir={self.home}", f"--window-size={width},{height}", "--lang=en-GB"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": os.path.join(self.home, "saved")})
        # The window has a least width of its own; the page is told the one that is meant.
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def close(self):
        self.driver.quit()
        shutil.rmtree(self.home, ignore_errors=True)

    __enter__ = lambda self: self
    __exit__ = lambda self, *_: self.close()

    def go(self, place=""):
        self.driver.get(self.base + (f"#/{place}" if place else ""))
        self.settle()

    def settle(self):
        """Until the view that was asked for is there."""
        self.until(lambda: not self.all("[aria-busy=true]") and self.all("main"), "a view that is ready")

    def until(self, condition, what, timeout=15):
        from selenium.common.exceptions import StaleElementReferenceException

        end = time.time() + timeout
        while time.time() < end:
            with contextlib.suppress(StaleElementReferenceException):
                if found := condition():
                    return found
            time.sleep(0.03)
        raise AssertionError(f"no {what} in {timeout} s; the page says: {self.text()[:2000]}")

    def all(self, css):
        return self.driver.find_elements("css selector", css)

    def one(self, css):
        return self.until(lambda: self.all(css), css)[0]

    def text(self, css="body"):
        return "\n".join(e.text for e in self.all(css))

    def says(self, words, css="body"):
        self.until(lambda: words in self.text(css), f"[{words}] in {css}")

    def labelled(self, label):
        """The control that a label of these words belongs to."""
        from selenium.webdriver.common.by import By

        def find():
            for element in self.driver.find_elements(By.XPATH, f"//label[normalize-space()={label!r}]"):
                if element.is_displayed():
                    name = element.get_attribute("for")
                    return self.driver.find_element(By.ID, name) if name else element.find_element(By.TAG_NAME, "input")
            return None
        return self.until(find, f"field {label}")

    def fill(self, label, text):
        control = self.labelled(label)
        control.clear()
        control.send_keys(text)
        return control

    def unfold(self, words):
        """Opens what is folded away under these words."""
        def find():
            return [e for e in self.all("summary") if e.is_displayed() and words in e.text]
        self.until(find, f"summary {words}")[0].click()

    def sign_out(self, words="Sign out"):
        self.one(".menu summary").click()
        self.press(words, ".menu")

    def press(self, words, within="body"):
        """The button or link of these words. A page that is live may have put another in its place meanwhile: that one."""
        def press():
            found = [e for e in self.all(f"{within} button, {within} a") if e.is_displayed() and e.text.strip() == words]
            if found:
                found[0].click()
            return found
        self.until(press, f"button {words}")

    def sign_in(self, user, password=PASSWORD):
        self.go()
        self.fill("User name", user)
        self.fill("Password", password)
        self.press("Sign in")
        self.one(".top nav")
        self.settle()

    def rows(self):
        return [row.text for row in self.all("tbody tr")]

    def saved(self):
        """What the page gave to be saved last; None before that."""
        found = sorted(glob.glob(os.path.join(self.home, "saved", "*.csv")), key=os.path.getmtime)
        if not found:
            return None
        with open(found[-1], encoding="utf-8", newline="") as file:
            return file.read()

    def complaints(self):
        """What the page logged, but for answers that were meant to be refusals."""
        return [entry for entry in self.driver.get_log("browser")
                if entry["level"] in ("SEVERE", "WARNING") and "status of 4" not in entry["message"]]

    def violations(self):
        """Serious findings of the accessibility checker on the view as it is."""
        import axe_selenium_python

        script = glob.glob(os.path.join(os.path.dirname(axe_selenium_python.__file__), "**", "axe.min.js"), recursive=True)[0]
        with open(script, encoding="utf-8") as file:
            self.driver.execute_script(file.read())
        found = self.driver.execute_async_script("const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done, (e) => done({violations: [{id: String(e), impact: 'critical', nodes: []}]}));")
        return [f"{v['id']} ({v['impact']}): " + "; ".join(n["html"][:160] for n in v["nodes"][:3])
                for v in found["violations"] if v["impact"] in ("serious", "critical")]

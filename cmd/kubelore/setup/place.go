package setup

import "strings"

// join joins parts of a path as the operating system of the machine writes it, which
// need not be the one that this runs on.
func (m Machine) join(parts ...string) string {
	separator := "/"
	if m.OS == "windows" {
		separator = `\`
	}
	return strings.TrimRight(parts[0], separator) + separator + strings.Join(parts[1:], separator)
}

// env returns the value of a variable that holds an absolute path, or what stands for it.
// The specification of XDG has relative paths ignored.
func (m Machine) env(name, otherwise string) string {
	value := m.Env(name)
	if strings.HasPrefix(value, "/") || m.OS == "windows" && (strings.Contains(value, `:\`) || strings.HasPrefix(value, `\\`)) {
		return value
	}
	return otherwise
}

// xdg returns the folder of configurations: that of XDG, on all systems but Windows.
func (m Machine) xdg() string { return m.env("XDG_CONFIG_HOME", m.join(m.Home, ".config")) }

// appData returns the folder of configurations of Windows that follow the user.
func (m Machine) appData() string { return m.env("APPDATA", m.join(m.Home, "AppData", "Roaming")) }

// localAppData returns the folder of configurations of Windows that stay on the machine.
func (m Machine) localAppData() string {
	return m.env("LOCALAPPDATA", m.join(m.Home, "AppData", "Local"))
}

// neovimFolder returns the folder that holds init.lua.
func (m Machine) neovimFolder() string {
	base := m.xdg()
	if m.OS == "windows" {
		base = m.env("XDG_CONFIG_HOME", m.localAppData())
	}
	name := m.Env("NVIM_APPNAME")
	if name == "" {
		name = "nvim"
	}
	return m.join(base, name)
}

// helixFolder returns the folder that holds languages.toml.
func (m Machine) helixFolder() string {
	if m.OS == "windows" {
		return m.join(m.appData(), "helix")
	}
	return m.join(m.xdg(), "helix")
}

// zedFolder returns the folder that holds settings.json. On macOS Zed does not ask for
// XDG_CONFIG_HOME.
func (m Machine) zedFolder() string {
	switch m.OS {
	case "windows":
		return m.join(m.appData(), "Zed")
	case "darwin":
		return m.join(m.Home, ".config", "zed")
	}
	return m.join(m.xdg(), "zed")
}

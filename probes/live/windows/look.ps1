# What pta-lab reads on a server with an Authentication Agent: it changes nothing, asks nobody but
# this machine and its domain, and prints one JSON object. No user name and no secret is in it:
# messages of events are passed on, and pta-lab takes names out of them before it keeps anything.
param([int]$SinceMinutes = 60)
$ErrorActionPreference = 'Stop'
$unread = [System.Collections.Generic.List[string]]::new()

function Read-Part([string]$Name, [scriptblock]$Block) {
  try { & $Block } catch { $unread.Add("${Name}: $($_.Exception.GetType().Name)"); $null }
}
function To-Ms([datetime]$At) { [DateTimeOffset]::new($At.ToUniversalTime()).ToUnixTimeMilliseconds() }

$agentData = Join-Path $env:ProgramData 'Microsoft\Azure AD Connect Authentication Agent'
$agentFiles = Join-Path $env:ProgramFiles 'Microsoft Azure AD Connect Authentication Agent'
$look = [ordered]@{ shape = 1; computer = $env:COMPUTERNAME; nowMs = To-Ms (Get-Date) }

$look.services = @(Read-Part 'services' {
  Get-Service | Where-Object Name -in 'AzureADConnectAuthenticationAgent', 'AzureADConnectAgentUpdater', 'ADSync' |
    ForEach-Object { @{ name = $_.Name; status = [string]$_.Status } }
})
$look.programs = @(Read-Part 'programs' {
  $uninstall = 'SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\*', 'SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*'
  Get-ItemProperty ($uninstall | ForEach-Object { "HKLM:\$_" }) -ErrorAction SilentlyContinue |
    Where-Object { $_.PSObject.Properties['DisplayName'] -and $_.DisplayName -match 'Azure AD Connect|Entra Connect|private network connector|Application Proxy Connector' } |
    ForEach-Object { @{ name = $_.DisplayName; version = [string]$_.DisplayVersion } }
})
$look.registry = Read-Part 'registry' {
  $key = 'HKLM:\SOFTWARE\Microsoft\Azure AD Connect Agents\Azure AD Connect Authentication Agent'
  if (Test-Path $key) { @{ instanceId = [string](Get-ItemProperty $key).InstanceID } }
}
$look.trust = Read-Part 'trust settings' {
  $file = Join-Path $agentData 'Config\TrustSettings.xml'
  if (Test-Path $file) {
    $trust = ([xml](Get-Content -Raw $file)).SelectSingleNode('//*[local-name()="CloudProxyTrust"]')
    @{ thumbprint = [string]$trust.Thumbprint; isInUserStore = [string]$trust.IsInUserStore }
  }
}
$look.certificates = @(Read-Part 'certificates' {
  $found = @(Get-ChildItem Cert:\LocalMachine\My | Where-Object Issuer -match 'ConnectorRegistrationCA')
  # After its first renewal it lies in the store of the service's own account, whose public part is
  # in that account's registry: NetworkService, or the service's own identity. Keys are not touched.
  if ($look.trust.thumbprint) {
    $store = "Software\Microsoft\SystemCertificates\My\Certificates\$($look.trust.thumbprint)"
    $found += @(Get-ChildItem Registry::HKEY_USERS -ErrorAction SilentlyContinue |
      Where-Object PSChildName -match '^S-1-5-(20|80-[\d-]+)$' |
      ForEach-Object { "Registry::$($_.Name)\$store" } | Where-Object { Test-Path $_ -ErrorAction SilentlyContinue } |
      ForEach-Object { [System.Security.Cryptography.X509Certificates.X509Certificate2]::new([byte[]](Get-ItemProperty $_).Blob) })
  }
  $found | ForEach-Object {
    @{ thumbprint = $_.Thumbprint; notBeforeMs = To-Ms $_.NotBefore; notAfterMs = To-Ms $_.NotAfter; hasPrivateKey = $_.HasPrivateKey }
  }
})
$look.tls12 = Read-Part 'TLS settings' {
  $key = 'HKLM:\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client'
  $set = if (Test-Path $key) { Get-ItemProperty $key }
  @{ enabled = $set.Enabled; disabledByDefault = $set.DisabledByDefault }
}
$look.proxy = Read-Part 'proxy settings' {
  $file = Join-Path $agentFiles 'AzureADConnectAuthenticationAgentService.exe.config'
  $default = if (Test-Path $file) { ([xml](Get-Content -Raw $file)).SelectSingleNode('//defaultProxy') }
  $inet = Get-ItemProperty 'HKCU:\Software\Microsoft\Windows\CurrentVersion\Internet Settings'
  @{
    serviceNames = [bool]($default.proxy.proxyaddress)
    serviceOff = ([string]$default.enabled -eq 'false')
    person = [bool]($inet.ProxyEnable -eq 1 -or $inet.AutoConfigURL)
  }
}
$computer = Read-Part 'computer' { Get-CimInstance Win32_ComputerSystem }
$look.secureChannel = if ($computer.PartOfDomain) { Read-Part 'secure channel' { Test-ComputerSecureChannel } }
$look.clock = if ($computer.PartOfDomain) {
  Read-Part 'clock' { [string]((w32tm.exe /stripchart /computer:$($computer.Domain) /samples:1 /dataonly) | Select-Object -Last 1) }
}
$look.staging = Read-Part 'Connect scheduler' {
  if (Get-Command Get-ADSyncScheduler -ErrorAction SilentlyContinue) { (Get-ADSyncScheduler).StagingModeEnabled }
}

$since = (Get-Date).AddMinutes(-$SinceMinutes)
$channels = 'Microsoft-AzureADConnect-AuthenticationAgent/Admin', 'Microsoft-AzureADConnect-AgentUpdater/Admin'
$look.events = @(foreach ($channel in $channels) {
  try {
    Get-WinEvent -FilterHashtable @{ LogName = $channel; StartTime = $since } -MaxEvents 1000 | ForEach-Object {
      @{ channel = $_.LogName; id = $_.Id; level = [int]$_.Level; atMs = To-Ms $_.TimeCreated; message = [string]$_.Message }
    }
  } catch {
    if ($_.FullyQualifiedErrorId -notmatch 'NoMatchingEventsFound') { $unread.Add("events of ${channel}: $($_.Exception.GetType().Name)") }
  }
})
$look.counters = Read-Part 'counters' {
  # No document names the counter object: whoever has these counters is it.
  $paths = @((Get-Counter -ListSet * -ErrorAction SilentlyContinue).Paths | Where-Object { $_ -match '# ?PTA ' })
  if ($paths.Count -gt 0) {
    $values = @{}
    foreach ($sample in (Get-Counter $paths).CounterSamples) { $values[($sample.Path -split '\\')[-1]] = $sample.CookedValue }
    $values
  }
}
$look.trace = @(Read-Part 'trace' {
  $files = Get-ChildItem (Join-Path $agentData 'Trace') -Filter *.log | Where-Object LastWriteTime -ge $since
  # Only the lines of failed requests: the rest of the file names people.
  $files | ForEach-Object { Select-String -Path $_.FullName -Pattern "authentication request failed.*Reason: '([^']*)'" -Context 0, 3 } | ForEach-Object {
    @{ reason = $_.Matches[0].Groups[1].Value; after = @($_.Context.PostContext | Where-Object { $_ -match '^\s*DateTime=' })[0] }
  }
})
$look.unread = @($unread)
[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)
$look | ConvertTo-Json -Depth 6 -Compress

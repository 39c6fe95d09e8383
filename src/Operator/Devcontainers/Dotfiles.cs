using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Devcontainers;

/// <summary>The command that installs the user's dotfiles: where the devcontainer tools have it, after what creates the container and before what starts in it. Pure.</summary>
internal static class Dotfiles
{
    public const string Name = "dotfiles";

    private const long Limit = 5 * 60 * 1000;

    // Nothing of the home is lost: a file in the way of a link is kept under another name, anything else is left where it is.
    public const string Script =
        """
        cd "$HOME/dotfiles" 2>/dev/null || exit 0
        for script in install.sh install bootstrap.sh bootstrap script/bootstrap setup.sh setup script/setup; do
          [ -f "$script" ] || continue
          echo "running $script"
          [ -x "$script" ] && exec "./$script"
          first=
          IFS= read -r first <"$script"
          case "$first" in
          '#!'*) set -f; exec ${first#'#!'} "./$script" ;;
          *) exec "$0" "./$script" ;;
          esac
        done
        failed=0
        for file in .*; do
          case "$file" in .|..|.git|.gitignore|.gitmodules|.gitattributes|.github|.gitlab) continue ;; esac
          { [ -e "$file" ] || [ -L "$file" ]; } || continue
          there="$HOME/$file"
          if [ -L "$there" ]; then rm -f "$there"
          elif [ -f "$there" ] && [ ! -e "$there.before-dotfiles" ]; then mv "$there" "$there.before-dotfiles"
          elif [ -e "$there" ]; then echo "~/$file stays as it is: it is there already"; continue
          fi
          if ln -s "$HOME/dotfiles/$file" "$there"; then echo "linked ~/$file"; else failed=1; fi
        done
        exit $failed
        """;

    /// <summary>The commands of a container's life, with this one among them where the user has dotfiles.</summary>
    public static IEnumerable<DesiredLifecycleCommand> Among(IEnumerable<DesiredLifecycleCommand> commands, V1alpha1Environment environment)
    {
        if (ContentRequests.Dotfiles(environment.Spec) is null) return commands;
        var all = commands.ToList();
        var place = all.FindIndex(command => command.Name is "postStartCommand" or "postAttachCommand");
        all.Insert(place < 0 ? all.Count : place, new DesiredLifecycleCommand
        {
            Name = Name,
            Parts = { new DesiredLifecyclePart { Script = Script } },
            Optional = true,
            Limit = Limit,
        });
        return all;
    }

    /// <summary>What went wrong with the installation; null when nothing did.</summary>
    public static string? Failure(LifecycleReport? lifecycle) =>
        lifecycle?.Commands.FirstOrDefault(command => command.Name == Name) is { Phase: StepPhase.Failed } failed
            ? $"The dotfiles were not installed (exit code {failed.ExitCode}): {failed.FailureMessage}"
            : null;
}

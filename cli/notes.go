package cli

import (
	"github.com/spf13/cobra"

	"teacp/model/lecture"
)

func cmdNotes() *cobra.Command {
	c := &cobra.Command{
		Use:   "notes",
		Short: "Presenter notes in a second terminal: the cue, the next one, the answer, the time",
		Long:  "Follows the explorer that runs in another terminal of the same user, over a local socket.",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := language(cmd); err != nil {
				return err
			}
			lang, _ := cmd.Flags().GetString("lang")
			ascii, _ := cmd.Flags().GetBool("ascii")
			plain, _ := cmd.Flags().GetBool("plain")
			return lecture.Follow(cmd.Context(), lang, ascii, plain, cmd.OutOrStdout())
		},
	}
	c.Flags().Bool("plain", false, "lines instead of a screen")
	return c
}

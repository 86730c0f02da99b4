package cli

import (
	"io"

	"github.com/spf13/cobra"

	"teacp/model"
	"teacp/model/session"
)

func cmdConfig() *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "Print the configuration in effect, with where each setting comes from",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := model.ReadConfig(session.ConfigFile())
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), model.ConfigText(c))
			return err
		},
	}
}
